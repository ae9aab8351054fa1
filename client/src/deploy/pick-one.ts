import { type QuickPickItem, type QuickPickOptions, window } from 'vscode';

/**
 * As `window.showQuickPick`, for a choice that another question may follow at once: it goes when that one is there. Else the editor would give the
 * keyboard back to the document below in between, which takes it later than the question, and what is typed is lost.
 */
export function pickOne<Item extends QuickPickItem>(items: readonly Item[], options: QuickPickOptions): Promise<Item | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.items = items;
  pick.title = options.title;
  pick.placeholder = options.placeHolder;
  pick.ignoreFocusOut = options.ignoreFocusOut === true;
  pick.matchOnDescription = options.matchOnDescription === true;
  pick.matchOnDetail = options.matchOnDetail === true;
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen === undefined) return;
      resolve(chosen);
      // Behind whatever is asked by whoever waits for this.
      setTimeout(() => pick.dispose(), 0);
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
