/**
 * Whether a client's certificate leads to an authority that is trusted. Sources: Go's crypto/x509/verify.go,
 * k8s.io/apiserver/pkg/authentication/request/x509/x509.go (DefaultVerifyOptions).
 */
import { type X509Certificate } from 'node:crypto';
import { type CertificateBundle } from '../apis/certificates/bundle.js';
import { pathLengthOf } from '../apis/certificates/certificate.js';
import { type Clock, rfc3339 } from '../clock/clock.js';
import { type ClientCertificate } from './authenticator.js';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_USE = '2.5.29.37.0';
const LONGEST_CHAIN = 100;
const UNKNOWN_AUTHORITY = 'x509: certificate signed by unknown authority';

/** The authorities that count now; undefined: there are none, and nobody is verified. */
export type BundleSource = () => CertificateBundle | undefined;

interface Verdict {
  readonly error: string | undefined;
  /** The verdict holds while the clock is between these, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

export class CertificateVerifier {
  readonly #source: BundleSource;
  readonly #clock: Clock;
  #bundle: CertificateBundle | undefined;
  // A client shows the same certificate with every request of a connection.
  #verdicts = new WeakMap<ClientCertificate, Verdict>();

  constructor(source: BundleSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** False where there is no authority to trust. */
  get hasBundle(): boolean {
    return this.#source() !== undefined;
  }

  /** Why the certificate is not accepted, in Go's words; undefined where it is. */
  problem(shown: ClientCertificate): string | undefined {
    const bundle = this.#source();
    if (bundle === undefined) return UNKNOWN_AUTHORITY;
    if (bundle !== this.#bundle) {
      this.#bundle = bundle;
      this.#verdicts = new WeakMap();
    }
    const now = this.#clock.now();
    const known = this.#verdicts.get(shown);
    if (known !== undefined && known.from <= now && now <= known.to) return known.error;
    const verdict = verify(shown.chain, bundle.certificates, now);
    this.#verdicts.set(shown, verdict);
    return verdict.error;
  }
}

function verify(shown: readonly X509Certificate[], roots: readonly X509Certificate[], now: number): Verdict {
  const [leaf, ...intermediates] = shown;
  const refused = (error: string): Verdict => ({ error, from: now, to: now });
  if (leaf === undefined) return refused(UNKNOWN_AUTHORITY);
  const dates = dateProblem(leaf, now);
  if (dates !== undefined) return refused(dates);
  const search: Search = { roots, intermediates, now, problem: undefined };
  const chain = roots.some((root) => same(root, leaf)) ? [leaf] : chainOf([leaf], search);
  if (chain === undefined) return refused(search.problem ?? UNKNOWN_AUTHORITY);
  if (!chain.every(isForClients)) return refused('x509: certificate specifies an incompatible key usage');
  return {
    error: undefined,
    from: Math.max(...chain.map(({ validFrom }) => Date.parse(validFrom))),
    to: Math.min(...chain.map(({ validTo }) => Date.parse(validTo))),
  };
}

interface Search {
  readonly roots: readonly X509Certificate[];
  readonly intermediates: readonly X509Certificate[];
  readonly now: number;
  /** What was wrong with an issuer that would have done. */
  problem: string | undefined;
}

/** From the leaf to a root; undefined where none is reached. */
function chainOf(begun: readonly X509Certificate[], search: Search): readonly X509Certificate[] | undefined {
  const last = begun.at(-1);
  if (last === undefined || begun.length > LONGEST_CHAIN) return undefined;
  const root = search.roots.find((issuer) => canIssue(issuer, last, begun, search));
  if (root !== undefined) return [...begun, root];
  for (const issuer of search.intermediates) {
    if (begun.some((each) => same(each, issuer)) || !canIssue(issuer, last, begun, search)) continue;
    const chain = chainOf([...begun, issuer], search);
    if (chain !== undefined) return chain;
  }
  return undefined;
}

function canIssue(
  issuer: X509Certificate,
  certificate: X509Certificate,
  below: readonly X509Certificate[],
  search: Search,
): boolean {
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return false;
  search.problem = issuer.ca
    ? dateProblem(issuer, search.now)
    : 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
  const longest = pathLengthOf(issuer);
  if (search.problem === undefined && longest !== undefined && below.length - 1 > longest) {
    search.problem = 'x509: too many intermediates for path length constraint';
  }
  return search.problem === undefined;
}

function dateProblem({ validFrom, validTo }: X509Certificate, now: number): string | undefined {
  const expired = 'x509: certificate has expired or is not yet valid: current time';
  if (now < Date.parse(validFrom)) return `${expired} ${rfc3339(now)} is before ${rfc3339(Date.parse(validFrom))}`;
  if (now > Date.parse(validTo)) return `${expired} ${rfc3339(now)} is after ${rfc3339(Date.parse(validTo))}`;
  return undefined;
}

// node:crypto calls keyUsage what is the extended one.
function isForClients({ keyUsage }: X509Certificate): boolean {
  const uses = keyUsage as readonly string[] | undefined;
  return uses === undefined || uses.includes(CLIENT_AUTH) || uses.includes(ANY_USE);
}

function same(a: X509Certificate, b: X509Certificate): boolean {
  return a.raw.equals(b.raw);
}
