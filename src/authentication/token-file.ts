/** Static tokens. Source: k8s.io/apiserver/pkg/authentication/token/tokenfile/tokenfile.go. */
import { type AuthenticatorResponse, type TokenAuthenticator, type UserInfo } from './authenticator.js';
import { parseCsv } from './csv.js';

/** A line of --token-auth-file. */
export interface StaticToken {
  readonly token: string;
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
}

/**
 * Reads `token,user,uid` or `token,user,uid,"group1,group2"` per line. Lines with an empty token are passed over. Throws an
 * Error that names the line where one is broken.
 */
export function parseTokenFile(text: string): StaticToken[] {
  return parseCsv(text).flatMap(({ line, fields }) => {
    const [token, username, uid, groups] = fields;
    if (token === undefined || username === undefined || uid === undefined) {
      throw new Error(
        `line ${line}: must have at least 3 columns (token, user name, user uid), found ${fields.length}`,
      );
    }
    return token === '' ? [] : [{ token, username, uid, groups: groups?.split(',') ?? [] }];
  });
}

export class TokenFile implements TokenAuthenticator {
  readonly #source: () => readonly StaticToken[];
  #tokens: readonly StaticToken[] | undefined;
  #users: ReadonlyMap<string, UserInfo> = new Map();

  /** @param source the tokens that count now; of several with the same text the last does */
  constructor(source: () => readonly StaticToken[]) {
    this.#source = source;
  }

  authenticateToken(token: string): AuthenticatorResponse | undefined {
    const tokens = this.#source();
    if (tokens !== this.#tokens) {
      this.#tokens = tokens;
      this.#users = new Map(tokens.map((each) => [each.token, userOf(each)]));
    }
    const user = this.#users.get(token);
    return user === undefined ? undefined : { user };
  }
}

function userOf({ username, uid, groups }: StaticToken): UserInfo {
  return { username, uid, groups };
}
