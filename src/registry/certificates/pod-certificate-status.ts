/** When the status of a PodCertificateRequest may change, and to what. Source: pkg/apis/certificates/validation. */
import { isDeepStrictEqual } from 'node:util';
import { type PemBlock, pemBlocks } from '../../apis/certificates/pem.js';
import { type PodCertificateRequest } from '../../apis/certificates/v1.js';
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { validateConditions } from '../../apis/validation/conditions.js';
import { tooLongBytes } from '../../apis/validation/labels.js';
import { type StrategyContext } from '../rest.js';
import { certificateOf } from './certificate-pem.js';
import { invalidUnshown, requestedKey } from './pod-certificate-key.js';

type Status = NonNullable<PodCertificateRequest['status']>;

const STATUS = Path.of('status');
const CONDITIONS = STATUS.child('conditions');
const CHAIN = STATUS.child('certificateChain');
const NOT_BEFORE = STATUS.child('notBefore');
const NOT_AFTER = STATUS.child('notAfter');
const REFRESH = STATUS.child('beginRefreshAt');
const ENDS = ['Issued', 'Denied', 'Failed'];
const MAX_CHAIN = 100 * 1024;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function validateStatusUpdate(
  request: PodCertificateRequest,
  old: PodCertificateRequest,
  { clock, features }: StrategyContext,
): FieldError[] {
  const [status, before] = [request.status ?? {}, old.status ?? {}];
  const conditions = status.conditions ?? [];
  const broken = [...validateEnds(status), ...validateConditions(conditions, CONDITIONS, features.behaviours)];
  if (broken.length > 0) return broken;
  const unchanged = isDeepStrictEqual(status, before);
  if (ENDS.some((end) => is(before, end))) {
    return unchanged
      ? []
      : [invalidUnshown(STATUS, 'immutable after PodCertificateRequest is issued, denied, or failed')];
  }
  if (is(status, 'Denied') || is(status, 'Failed')) {
    const text = 'non-condition status fields must be empty when denying or failing the PodCertificateRequest';
    return Object.keys(status).every((part) => part === 'conditions') ? [] : [invalidUnshown(STATUS, text)];
  }
  if (!is(status, 'Issued')) {
    const text = 'status is immutable unless transitioning to "Issued", "Denied", or "Failed"';
    return unchanged ? [] : [invalidUnshown(STATUS, text)];
  }
  const size = Buffer.byteLength(status.certificateChain ?? '');
  if (size > MAX_CHAIN) return [tooLongBytes(CHAIN, MAX_CHAIN, features.behaviours)];
  return validateIssued(status, old.spec, clock.now());
}

function is({ conditions = [] }: Status, type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

function validateEnds({ conditions = [] }: Status): FieldError[] {
  return conditions.flatMap(({ type, status }, i) => {
    // Upstream's path has a dot before the index.
    const path = CONDITIONS.child(`[${i}]`);
    if (!ENDS.includes(type)) return [notSupported(path.child('type'), type, ENDS)];
    const second = conditions.slice(0, i).some((condition) => ENDS.includes(condition.type));
    const text = 'There may be at most one condition with type "Issued", "Denied", or "Failed"';
    return [
      ...(second ? [invalid(path.child('type'), type, text)] : []),
      ...(status === 'True' ? [] : [notSupported(path.child('status'), status, ['True'])]),
    ];
  });
}

function validateIssued(status: Status, spec: PodCertificateRequest['spec'], now: number): FieldError[] {
  const { certificateChain: chain = '' } = status;
  const [leaf, ...others] = pemBlocks(chain);
  const wrongChain = (text: string): FieldError[] => [invalid(CHAIN, chain, text)];
  if (leaf === undefined) return wrongChain('issued certificate chain must contain at least one certificate');
  if (leaf.type !== 'CERTIFICATE') {
    return wrongChain('issued certificate chain must consist entirely of CERTIFICATE PEM blocks');
  }
  const certificate = certificateOf(leaf.bytes);
  if (certificate === undefined) return wrongChain('leaf certificate does not parse as valid X.509');
  if (requestedKey(spec)?.equals(certificate.publicKey) !== true) {
    return wrongChain('leaf certificate was not issued to the requested public key');
  }
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  const wrongTimes = validateTimes(status, { from, to }, spec.maxExpirationSeconds ?? 0, now);
  return wrongTimes.length > 0 ? wrongTimes : others.flatMap((block) => otherProblem(block, wrongChain));
}

function otherProblem({ type, bytes }: PemBlock, wrongChain: (text: string) => FieldError[]): FieldError[] {
  // The misspelling is upstream's.
  if (type !== 'CERTIFICATE')
    return wrongChain('issued certificate chain must consist entirely of CERTFICATE PEM blocks');
  return certificateOf(bytes) === undefined ? wrongChain('intermediate certificate does not parse as valid X.509') : [];
}

function validateTimes(
  { notBefore, notAfter, beginRefreshAt }: Status,
  { from, to }: { readonly from: number; readonly to: number },
  maxSeconds: number,
  now: number,
): FieldError[] {
  const consistent = 'must be present and consistent with the issued certificate';
  if (notBefore === undefined || notAfter === undefined || beginRefreshAt === undefined) {
    return [
      ...(notBefore === undefined ? [required(NOT_BEFORE, consistent)] : []),
      ...(notAfter === undefined ? [required(NOT_AFTER, consistent)] : []),
      ...(beginRefreshAt === undefined
        ? [required(REFRESH, 'must be present and in the range [notbefore+10min, notafter-10min]')]
        : []),
    ];
  }
  const refresh = Date.parse(beginRefreshAt);
  const lifetime = to - from;
  const wrong = (path: Path, time: string, text: string): FieldError[] => [invalid(path, time, text)];
  if (Date.parse(notBefore) !== from) {
    return wrong(NOT_BEFORE, notBefore, 'must be set to the NotBefore time encoded in the leaf certificate');
  }
  if (Math.abs(from - now) >= 5 * MINUTE) {
    return wrong(NOT_BEFORE, notBefore, "must be set to within 5 minutes of kube-apiserver's current time");
  }
  if (Date.parse(notAfter) !== to) {
    return wrong(NOT_AFTER, notAfter, 'must be set to the NotAfter time encoded in the leaf certificate');
  }
  if (lifetime < HOUR) return [wrongLifetime(lifetime, 'leaf certificate lifetime must be >= 1 hour')];
  if (lifetime > maxSeconds * 1000) {
    const text = `leaf certificate lifetime must be <= spec.maxExpirationSeconds (${maxSeconds})`;
    return [wrongLifetime(lifetime, text)];
  }
  if (refresh < from + 10 * MINUTE) {
    return wrong(REFRESH, beginRefreshAt, 'must be at least 10 minutes after status.notBefore');
  }
  if (refresh > to - 10 * MINUTE) {
    return wrong(REFRESH, beginRefreshAt, 'must be at least 10 minutes before status.notAfter');
  }
  return [];
}

/** The lifetime in nanoseconds, as Go marshals a Duration. */
function wrongLifetime(milliseconds: number, detail: string): FieldError {
  return invalid(CHAIN, milliseconds * 1_000_000, detail);
}
