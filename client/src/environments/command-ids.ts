/** Commands that others than their own file name. */
export const environmentCommands = {
  choose: 'lockstep.chooseEnvironment',
  setUp: 'lockstep.setUpEnvironments',
  setSecret: 'lockstep.setConnectionSecret',
} as const;
