/** The built-in kinds of a Kubernetes minor, from the data that comes with the package. */
import { inflateRawSync } from 'node:zlib';
import { KINDS } from './data/kinds.js';
import { type KindRow, readKindRows } from './data-format.js';

const loaded = new Map<number, readonly KindRow[]>();
let text: string | undefined;

/** The rows of 1.`minor`, read when they are asked for and kept. Throws for a minor that the data lacks. */
export function loadKindRows(minor: number): readonly KindRow[] {
  let rows = loaded.get(minor);
  if (rows === undefined) {
    text ??= inflateRawSync(Buffer.from(KINDS, 'base64')).toString();
    rows = readKindRows(text, minor);
    if (rows.length === 0) throw new Error(`there are no kinds of Kubernetes 1.${minor}: npm run generate makes them`);
    loaded.set(minor, rows);
  }
  return rows;
}
