// Draws images/icon.png: two steps that lock into each other. Node only: node tools/icon/draw.mjs
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const size = 128;
const samples = 4;
const stroke = 8;

const ground = [18, 38, 63];
const shapes = [
  { colour: [94, 234, 212], line: [[26, 92], [26, 68], [55, 68], [55, 36], [84, 36]] },
  { colour: [255, 255, 255], line: [[44, 92], [73, 92], [73, 60], [102, 60], [102, 36]] },
];

/** Distance from a point to a line between two others. */
function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

function onLine(point, line) {
  return line.slice(1).some((end, index) => distance(point, line[index], end) <= stroke);
}

function insideGround([x, y]) {
  const radius = 26;
  const beyond = (at) => Math.max(0, Math.abs(at - size / 2) - (size / 2 - radius));
  return Math.hypot(beyond(x), beyond(y)) <= radius;
}

/** Red, green, blue and opacity of a point. */
function colourAt(point) {
  if (!insideGround(point)) return [0, 0, 0, 0];
  const shape = shapes.find(({ line }) => onLine(point, line));
  return [...(shape?.colour ?? ground), 255];
}

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const [r, g, b, a] = colourAt([column + ((i % samples) + 0.5) / samples, row + (Math.floor(i / samples) + 0.5) / samples]);
    sum[0] += r * a;
    sum[1] += g * a;
    sum[2] += b * a;
    sum[3] += a;
  }
  const opacity = sum[3] / (samples * samples);
  return sum[3] === 0 ? [0, 0, 0, 0] : [...sum.slice(0, 3).map((value) => Math.round(value / sum[3])), Math.round(opacity)];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
const rows = Array.from({ length: size }, (_, row) => [0, ...Array.from({ length: size }, (_, column) => pixel(column, row)).flat()]);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const data = deflateSync(Buffer.from(rows.flat()), { level: 9 });
const image = Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
writeFileSync(new URL('../../images/icon.png', import.meta.url), image);
