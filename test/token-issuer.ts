/** An OpenID issuer that answers over HTTPS on this machine; every path below its address is an issuer of its own. */
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { RealClock } from '../src/clock/clock.js';
import { SystemRandom } from '../src/clock/random.js';
import { createAuthority } from '../src/server/certificates/authority.js';

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const DISCOVERY = '/.well-known/openid-configuration';

export class TokenIssuer {
  /** PEM; that of the authority that its certificate is of. */
  readonly ca: string;
  readonly #server: Server;
  readonly #privateKey: PrivateKey;

  private constructor(privateKey: PrivateKey, jwk: JWK) {
    const authority = createAuthority({ clock: new RealClock(), random: new SystemRandom() });
    const { cert, key } = authority.issueServing(['127.0.0.1']);
    this.ca = authority.cert;
    this.#privateKey = privateKey;
    this.#server = createServer({ cert: `${cert}${authority.cert}`, key }, ({ url: path = '' }, response) => {
      response.setHeader('Content-Type', 'application/json');
      const discovery = { issuer: `${this.url}${path.replace(DISCOVERY, '')}`, jwks_uri: `${this.url}/keys` };
      response.end(JSON.stringify(path === '/keys' ? { keys: [jwk] } : discovery));
    });
  }

  static async start(): Promise<TokenIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const issuer = new TokenIssuer(privateKey, {
      ...(await exportJWK(publicKey)),
      kid: 'one',
      use: 'sig',
      alg: 'RS256',
    });
    await new Promise<void>((resolve) => issuer.#server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  /** Without a slash at the end. */
  get url(): string {
    return `https://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** For an hour. @param path of the issuer: `/a` */
  sign(path: string, claims: JWTPayload): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: `${this.url}${path}`, iat: now, exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(this.#privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
