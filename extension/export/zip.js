// Writes archives (ZIP, as APPNOTE 6.3.3 has it: no encryption, no 64-bit sizes) with the browser's own compression.

/** Bit by bit once for each value of a byte. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of bytes. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {AbortSignal} [signal] */
async function deflated(bytes, signal) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"), { signal });
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Little-endian numbers: pairs of a number and how many bytes it takes. @param {[number, number][]} fields */
function packed(fields) {
  const bytes = new Uint8Array(fields.reduce((sum, [, size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += size;
  }
  return bytes;
}

/** A moment as archives note it: date and time, in steps of two seconds. */
function stamp(date) {
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return { day, time };
}

/**
 * An archive of files, in the order given.
 *
 * @param {{ name: string, text: string, isStored?: boolean }[]} files `isStored` leaves a file uncompressed
 * @param {{ type: string, date?: Date, signal?: AbortSignal }} how
 * @returns {Promise<Blob>}
 */
export async function zip(files, { type, date = new Date(), signal }) {
  const encoder = new TextEncoder();
  const { day, time } = stamp(date);
  const [parts, directory] = [/** @type {Uint8Array<ArrayBuffer>[]} */ ([]), /** @type {Uint8Array<ArrayBuffer>[]} */ ([])];
  let [at, directorySize] = [0, 0];
  const UTF8_NAMES = 0x0800;
  for (const { name, text, isStored = false } of files) {
    signal?.throwIfAborted();
    const [label, bytes] = [encoder.encode(name), encoder.encode(text)];
    const data = isStored ? bytes : await deflated(bytes, signal);
    /** @type {[number, number][]} */
    const common = [[20, 2], [UTF8_NAMES, 2], [isStored ? 0 : 8, 2], [time, 2], [day, 2], [crc32(bytes), 4], [data.length, 4], [bytes.length, 4], [label.length, 2], [0, 2]];
    const local = packed([[0x04034b50, 4], ...common]);
    const entry = packed([[0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]);
    parts.push(local, label, data);
    directory.push(entry, label);
    at += local.length + label.length + data.length;
    directorySize += entry.length + label.length;
  }
  const end = packed([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [directorySize, 4], [at, 4], [0, 2]]);
  return new Blob([...parts, ...directory, end], { type });
}
