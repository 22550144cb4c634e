/**
 * Cuts tokens in a logged object short, as none is ever logged whole. Upstream writes TokenReviews, TokenRequests and
 * token secrets as they are, and leaves it to the policy to keep them out.
 */

const JWT = /\beyJ[\w-]*\.[\w-]+\.[\w-]*/g;
/** `eyJ` in base64: the tokens of secrets. */
const ENCODED = /"ZXlK[A-Za-z0-9+/]+={0,2}"/g;
/** What is a token by its field, whatever it looks like. */
const BY_FIELD: Readonly<Record<string, RegExp>> = {
  TokenReview: /("token":")((?:[^"\\]|\\.)+)"/g,
  TokenRequest: /("token":")((?:[^"\\]|\\.)+)"/g,
  Secret: /("token-secret":")((?:[^"\\]|\\.)+)"/g,
  SecretList: /("token-secret":")((?:[^"\\]|\\.)+)"/g,
};
/** Characters of a JWT's claims that are left, enough to tell tokens apart by eye. */
const SHOWN = 16;
const MASK = '***';

/** `text`: JSON of an object of the kind; '' for one that is not known. */
export function masked(text: string, kind: string): string {
  const field = BY_FIELD[kind];
  const named =
    field === undefined
      ? text
      : text.replace(field, (_all, head: string, value: string) => {
          return `${head}${isJwt(value) ? value : MASK}"`;
        });
  if (!named.includes('eyJ') && !named.includes('ZXlK')) return named;
  return named.replace(JWT, cut).replace(ENCODED, cutEncoded);
}

function isJwt(text: string): boolean {
  return text.startsWith('eyJ') && text.split('.').length === 3;
}

function cut(jwt: string): string {
  const [header = '', claims = ''] = jwt.split('.');
  return `${header}.${claims.slice(0, SHOWN)}${MASK}`;
}

function cutEncoded(quoted: string): string {
  const text = Buffer.from(quoted.slice(1, -1), 'base64').toString('latin1');
  return isJwt(text) ? `"${Buffer.from(cut(text), 'latin1').toString('base64')}"` : quoted;
}
