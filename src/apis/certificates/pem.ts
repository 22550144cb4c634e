/** PEM blocks, as Go's encoding/pem finds them. RFC 7468. */

export interface PemBlock {
  /** `CERTIFICATE`. */
  readonly type: string;
  /** True where lines of `Name: value` stand before the data. */
  readonly hasHeaders: boolean;
  readonly bytes: Buffer;
}

const BLOCK = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t]*\r?\n([\s\S]*?)\r?\n?-----END \1-----[ \t]*(?=\r?\n|$)/g;
const HEADER = /^[^\n:]+:[^\n]*$/m;
const DATA = /^[A-Za-z0-9+/=\s]*$/;

/** Every block of a text that can be read; the others are passed over. */
export function pemBlocks(text: string): PemBlock[] {
  return Array.from(text.matchAll(BLOCK)).flatMap(([, type = '', body = '']) => {
    const hasHeaders = HEADER.test(body);
    const data = hasHeaders ? body.slice(body.search(/\r?\n\r?\n/)) : body;
    if (!DATA.test(data)) return [];
    return [{ type, hasHeaders, bytes: Buffer.from(data, 'base64') }];
  });
}
