// Opus packets out of WebM (RFC 8794, Matroska) and into Ogg (RFC 3533, RFC 7845). The sound itself is never touched.

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const CODEC_PRIVATE = 0x63a2;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const MASTERS = new Set([SEGMENT, CLUSTER, TRACKS, TRACK_ENTRY, BLOCK_GROUP]);
const SERIAL = 0x7ed0;

/** An Ogg Opus file with the packets of a one-track WebM recording. */
export function oggFromWebm(webm) {
  const found = { head: null, packets: [] };
  read(webm, 0, webm.length, found);
  if (!found.head) throw new Error("no Opus track in the recording");
  return pages(found.head, found.packets);
}

function read(bytes, from, until, found) {
  let at = from;
  while (at < until) {
    const id = number(bytes, at, false);
    const size = number(bytes, at + id.width, true);
    const start = at + id.width + size.width;
    // A live recording leaves the size of its segment and clusters open: they end where the parent ends.
    const end = size.open ? until : Math.min(start + size.value, until);
    if (MASTERS.has(id.value)) {
      read(bytes, start, end, found);
    } else if (id.value === CODEC_PRIVATE) found.head = bytes.slice(start, end);
    else if (id.value === SIMPLE_BLOCK || id.value === BLOCK) {
      const track = number(bytes, start, true);
      found.packets.push(bytes.slice(start + track.width + 3, end));
    }
    at = end;
  }
}

/** An EBML number: its width is told by its leading zero bits; all ones means "size not known". */
function number(bytes, at, unmarked) {
  const first = bytes[at];
  const width = Math.clz32(first) - 23;
  let value = unmarked ? first & (0xff >> width) : first;
  let open = unmarked && value === 0xff >> width;
  for (let step = 1; step < width; step += 1) {
    value = value * 256 + bytes[at + step];
    open &&= bytes[at + step] === 0xff;
  }
  return { value, width, open };
}

function pages(head, packets) {
  const tags = new TextEncoder().encode("OpusTags\x07\0\0\0sandbox\0\0\0\0");
  const out = [page([head], 0, 0, 2), page([tags], 0, 1, 0)];
  let granule = new DataView(head.buffer).getUint16(10, true); // pre-skip
  for (let first = 0, order = 2; first < packets.length; first += 50, order += 1) {
    const group = packets.slice(first, first + 50);
    granule += group.reduce((samples, packet) => samples + duration(packet), 0);
    out.push(page(group, granule, order, first + 50 >= packets.length ? 4 : 0));
  }
  return new Blob(out, { type: "audio/ogg" });
}

/** Samples at 48 kHz in an Opus packet, from its first byte (RFC 6716, section 3.1). */
function duration(packet) {
  const config = packet[0] >> 3;
  const frame = config < 12 ? [480, 960, 1920, 2880][config & 3] : config < 16 ? [480, 960][config & 1] : [120, 240, 480, 960][config & 3];
  const code = packet[0] & 3;
  return frame * (code === 0 ? 1 : code === 3 ? packet[1] & 63 : 2);
}

function page(packets, granule, order, flags) {
  const lacing = packets.flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255]);
  const header = 27 + lacing.length;
  const bytes = new Uint8Array(header + packets.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set([0x4f, 0x67, 0x67, 0x53, 0, flags]);
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, SERIAL, true);
  view.setUint32(18, order, true);
  bytes[26] = lacing.length;
  bytes.set(lacing, 27);
  let at = header;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, checksum(bytes), true);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) sum = ((sum << 8) ^ TABLE[(sum >>> 24) ^ byte]) >>> 0;
  return sum;
}
