// Loaded into a process: at its nth change of a file below KILL_BELOW, counted from 0, the process is gone, of a file that it writes with half of it written.
const fs = require('node:fs');

const { KILL_AT, KILL_BELOW } = process.env;
let left = Number(KILL_AT);

for (const name of ['mkdirSync', 'mkdtempSync', 'writeFileSync', 'renameSync', 'rmSync']) {
  const real = fs[name];
  fs[name] = (path, ...rest) => {
    if (String(path).startsWith(KILL_BELOW) && left-- === 0) {
      if (name === 'writeFileSync') real(path, rest[0].slice(0, rest[0].length / 2));
      process.kill(process.pid, 'SIGKILL');
    }
    return real(path, ...rest);
  };
}
