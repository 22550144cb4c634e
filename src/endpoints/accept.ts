/** Accept headers, read as upstream reads them. Source: github.com/munnerz/goautoneg. */

export interface AcceptClause {
  readonly type: string;
  readonly subType: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The header's ranges as upstream's router sees them: in the order of the header, without their parameters. */
export function acceptRanges(header: string): readonly string[] {
  return remembered(ranges, header, () => header.split(',').map((range) => (range.split(';')[0] ?? '').trim()));
}

/** The header's clauses, the most wanted first; what cannot be read is left out. */
export function parseAccept(header: string): readonly AcceptClause[] {
  return remembered(clauses, header, () => parse(header));
}

// A client sends the same header with every request.
const ranges = new Map<string, readonly string[]>();
const clauses = new Map<string, readonly AcceptClause[]>();
const CAPACITY = 256;

function remembered<T>(known: Map<string, T>, header: string, read: () => T): T {
  let value = known.get(header);
  if (value === undefined) {
    value = read();
    if (known.size >= CAPACITY) known.clear();
    known.set(header, value);
  }
  return value;
}

function parse(header: string): AcceptClause[] {
  const clauses: AcceptClause[] = [];
  for (const part of header.split(',')) {
    const clause = parseClause(part);
    if (clause === undefined) continue;
    // An insertion sort: the order it takes clauses from is not total, and clients rely on what comes of it.
    let position = clauses.length;
    while (position > 0 && precedes(clause, clauses[position - 1])) position--;
    clauses.splice(position, 0, clause);
  }
  return clauses;
}

function parseClause(part: string): AcceptClause | undefined {
  const [range = '', ...rest] = part.split(';');
  const [type = '', subType, ...more] = range.split('/').map(trimSpaces);
  if (more.length > 0 || (type !== '*' && (subType ?? '') === '')) return undefined;
  const parameters = new Map<string, string>();
  let quality = 1;
  for (const parameter of rest) {
    const [name = '', value = '', ...others] = parameter.split('=');
    if (value === '' || others.length > 0) continue;
    if (trimSpaces(name) === 'q') quality = Number.isNaN(Number(value)) ? 0 : Number(value);
    else parameters.set(trimSpaces(name), trimSpaces(value));
  }
  return { type, subType: (subType ?? '') === '' ? '*' : (subType ?? '*'), quality, parameters };
}

function precedes(a: AcceptClause, b: AcceptClause | undefined): boolean {
  if (b === undefined) return false;
  return a.quality > b.quality || (a.type !== '*' && b.type === '*') || (a.subType !== '*' && b.subType === '*');
}

function trimSpaces(text: string): string {
  return text.replace(/^ +| +$/g, '');
}
