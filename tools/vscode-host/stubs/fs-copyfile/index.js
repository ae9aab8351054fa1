// Stands in for VS Code's native addon, which the built-in git extension asks for worktrees only.
const fs = require('node:fs/promises');

exports.isCloneSupported = async () => false;
exports.cloneFile = (from, to, mode) => fs.copyFile(from, to, mode);
exports.copyFile = exports.cloneFile;
