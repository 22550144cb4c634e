/** Comma-separated values as Go's encoding/csv reads them. Source: encoding/csv/reader.go, RFC 4180. */

export interface CsvRecord {
  /** The line it starts on, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Empty lines are passed over. Throws an Error that names the line where a quote is out of place. */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let rest = text.replace(/\r\n/g, '\n').replace(/\r$/, '');
  let line = 1;
  while (rest !== '') {
    if (rest.startsWith('\n')) {
      rest = rest.slice(1);
      line++;
      continue;
    }
    const { fields, length } = readRecord(rest, line);
    records.push({ line, fields });
    line += rest.slice(0, length).split('\n').length - 1;
    rest = rest.slice(length);
  }
  return records;
}

function readRecord(text: string, line: number): { fields: string[]; length: number } {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const { value, length } = text[at] === '"' ? readQuoted(text, at, line) : readBare(text, at, line);
    fields.push(value);
    at += length;
    if (text[at] !== ',') break;
    at++;
  }
  return { fields, length: text[at] === '\n' ? at + 1 : at };
}

function readBare(text: string, start: number, line: number): { value: string; length: number } {
  const value = /[^,\n]*/y;
  value.lastIndex = start;
  const found = value.exec(text)?.[0] ?? '';
  if (found.includes('"')) {
    throw new Error(`line ${line}: bare " in a field without quotes: put the field in quotes and double the quote`);
  }
  return { value: found, length: found.length };
}

function readQuoted(text: string, start: number, line: number): { value: string; length: number } {
  const quoted = /"((?:[^"]|"")*)"(?=[,\n]|$)/y;
  quoted.lastIndex = start;
  const found = quoted.exec(text);
  if (found === null) {
    throw new Error(
      `line ${line}: extraneous or missing " in a quoted field: end the field with one quote, double those within`,
    );
  }
  return { value: (found[1] ?? '').replaceAll('""', '"'), length: found[0].length };
}
