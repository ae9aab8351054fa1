// Stands in for VS Code's native addon: the extension host must leave when the process that started it is gone.
exports.start = (pid) => {
  const check = () => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  };
  setInterval(check, 1000).unref();
};
