/** Names and labels that are made of what a template says. Source: pkg/controller/controller_utils.go (ComputeHash), k8s.io/apimachinery/pkg/util/rand. */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
/** No vowels, so that no words come of it; no digits that look like letters. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';
const COLLISION_BYTES = 8;

/** The hash of a pod template; `dump` is its goDump. A collision count is what it is after a name was taken. */
export function podTemplateHash(dump: string, collisionCount: number | undefined): string {
  let hash = OFFSET;
  for (const byte of Buffer.from(dump)) hash = fnv1a(hash, byte);
  if (collisionCount !== undefined) {
    const bytes = Buffer.alloc(COLLISION_BYTES);
    bytes.writeUInt32LE(collisionCount);
    for (const byte of bytes) hash = fnv1a(hash, byte);
  }
  return safeEncode(hash >>> 0);
}

/** The hash of a controller revision; `data` is its JSON. Source: pkg/controller/history/controller_history.go. */
export function revisionHash(data: string, collisionCount: number | undefined): string {
  let hash = OFFSET;
  const probe = collisionCount === undefined ? '' : String(collisionCount);
  for (const byte of Buffer.from(data + probe)) hash = fnv1(hash, byte);
  return safeEncode(hash >>> 0);
}

function fnv1a(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, PRIME);
}

function fnv1(hash: number, byte: number): number {
  return Math.imul(hash, PRIME) ^ byte;
}

function safeEncode(value: number): string {
  return Array.from(String(value), (digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('');
}
