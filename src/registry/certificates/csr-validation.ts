/** Source: pkg/apis/certificates/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { parsePemRequest } from '../../apis/certificates/request.js';
import { validateSignerName } from '../../apis/certificates/signer-name.js';
import {
  type CertificateSigningRequest,
  type CertificateSigningRequestCondition,
  LEGACY_UNKNOWN_SIGNER,
} from '../../apis/certificates/v1.js';
import {
  duplicate,
  type FieldError,
  forbidden,
  goQuote,
  invalid,
  notSupported,
  required,
} from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type StrategyContext } from '../rest.js';
import { issuedCertificateProblem } from './certificate-pem.js';
import { KEY_USAGES } from './key-usages.js';

const SPEC = Path.of('spec');
const CONDITIONS = Path.of('status', 'conditions');
const CERTIFICATE = Path.of('status', 'certificate');
const DECISIONS = ['Approved', 'Denied'];
const LASTING = [...DECISIONS, 'Failed'];
const EXCLUSIVE = 'Approved and Denied conditions are mutually exclusive';
const LEAST_SECONDS = 600;

/** What is let pass: what the beta version lets pass, and what was stored before. */
interface Tolerance {
  readonly legacySigner: boolean;
  readonly usages: boolean;
  readonly doubleUsages: boolean;
  readonly conditions: boolean;
  readonly conflict: boolean;
  readonly certificate: boolean;
}

function toleranceOf(old: CertificateSigningRequest | undefined, version: string): Tolerance {
  const beta = version === 'v1beta1';
  const usages = old?.spec.usages ?? [];
  const types = conditionsOf(old).map(({ type }) => type);
  return {
    legacySigner: beta || old?.spec.signerName === LEGACY_UNKNOWN_SIGNER,
    usages: beta || usages.some((usage) => !KEY_USAGES.includes(usage)),
    doubleUsages: beta || new Set(usages).size < usages.length,
    conditions: beta || new Set(types).size < types.length || types.includes(''),
    conflict: DECISIONS.every((decision) => types.includes(decision)),
    certificate: beta || (old !== undefined && issuedCertificateProblem(old.status?.certificate ?? '') !== undefined),
  };
}

function conditionsOf(request: CertificateSigningRequest | undefined): readonly CertificateSigningRequestCondition[] {
  return request?.status?.conditions ?? [];
}

export function validateRequest(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest | undefined,
  { features, version }: StrategyContext,
): FieldError[] {
  const { behaviours } = features;
  const { spec, status } = request;
  const tolerance = toleranceOf(old, version);
  const usages = spec.usages ?? [];
  const at = SPEC.child('usages');
  const explained = (text: string): string => (behaviours.csrMissingFieldsExplained ? text : '');
  const problem = requestProblem(spec.request);
  const seconds = spec.expirationSeconds;
  const tooShort = behaviours.csrExpirationChecked && seconds !== undefined && seconds < LEAST_SECONDS;
  const certificate = tolerance.certificate ? undefined : issuedCertificateProblem(status?.certificate ?? '');
  return [
    ...(problem === undefined
      ? []
      : [invalidStructure(SPEC.child('request'), spec.request, goBytes(spec.request), problem, behaviours)]),
    ...(usages.length === 0 ? [required(at, explained('usages must be provided'))] : []),
    ...(tolerance.usages ? [] : usages).flatMap((usage, i) =>
      KEY_USAGES.includes(usage) ? [] : [notSupported(at.index(i), usage, KEY_USAGES)],
    ),
    ...(tolerance.doubleUsages ? [] : usages).flatMap((usage, i) =>
      usages.indexOf(usage) < i ? [duplicate(at.index(i), usage)] : [],
    ),
    ...(!tolerance.legacySigner && spec.signerName === LEGACY_UNKNOWN_SIGNER
      ? [
          invalid(
            SPEC.child('signerName'),
            spec.signerName,
            'the legacy signerName is not allowed via this API version',
          ),
        ]
      : validateSignerName(
          spec.signerName,
          SPEC.child('signerName'),
          behaviours,
          explained('signerName must be provided'),
        )),
    ...(tooShort
      ? [
          invalid(
            SPEC.child('expirationSeconds'),
            seconds,
            'may not specify a duration less than 600 seconds (10 minutes)',
          ),
        ]
      : []),
    ...validateConditions(conditionsOf(request), tolerance, behaviours.csrConflictNamesList),
    ...(certificate === undefined ? [] : [invalid(CERTIFICATE, '<certificate data>', certificate)]),
  ];
}

function requestProblem(request: string): string | undefined {
  try {
    return parsePemRequest(request).signatureProblem;
  } catch (error) {
    return (error as Error).message;
  }
}

/** `[]byte{0x2d, 0xa}`. */
function goBytes(base64: string): string {
  const octets = Array.from(Buffer.from(base64, 'base64'), (octet) => `0x${octet.toString(16)}`);
  return `[]byte{${octets.join(', ')}}`;
}

function validateConditions(
  conditions: readonly CertificateSigningRequestCondition[],
  tolerance: Tolerance,
  conflictNamesList: boolean,
): FieldError[] {
  return conditions.flatMap(({ type, status }, i) => {
    const path = CONDITIONS.index(i);
    const before = conditions.slice(0, i).map((condition) => condition.type);
    const rival = DECISIONS.find((decision) => decision !== type) ?? '';
    const conflict = DECISIONS.includes(type) && before.includes(rival) && !tolerance.conflict;
    const allowed = LASTING.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    return [
      ...(type === '' && !tolerance.conditions ? [required(path.child('type'))] : []),
      ...(status === ''
        ? [required(path.child('status'))]
        : allowed.includes(status)
          ? []
          : [notSupported(path.child('status'), status, allowed)]),
      ...(conflict ? [invalid(conflictNamesList ? CONDITIONS : path.child('type'), type, EXCLUSIVE)] : []),
      ...(before.includes(type) && !tolerance.conditions ? [duplicate(path.child('type'), type)] : []),
    ];
  });
}

/** A change by one of the three ways to write: ``, `status`, `approval`. */
export function validateRequestUpdate(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
  context: StrategyContext,
): FieldError[] {
  const { subresource, version } = context;
  const certificate = request.status?.certificate ?? '';
  const oldCertificate = old.status?.certificate ?? '';
  const instances = (of: CertificateSigningRequest, type: string): readonly CertificateSigningRequestCondition[] =>
    conditionsOf(of).filter((condition) => condition.type === type);
  const removed = LASTING.filter((type) => instances(request, type).length < instances(old, type).length);
  const decisions = subresource === 'approval' ? [] : DECISIONS;
  const added = decisions.filter((type) => instances(request, type).length > instances(old, type).length);
  const changed = decisions.filter((type) => {
    const [next, last] = [instances(request, type), instances(old, type)];
    return next.length === last.length && !isDeepStrictEqual(next, last);
  });
  return [
    ...validateRequest(request, old, context),
    ...removed.map((type) => forbidden(CONDITIONS, `updates may not remove a condition of type ${goQuote(type)}`)),
    ...added.map((type) => forbidden(CONDITIONS, `updates may not add a condition of type ${goQuote(type)}`)),
    ...changed.map((type) => forbidden(CONDITIONS, `updates may not modify a condition of type ${goQuote(type)}`)),
    ...(certificate === oldCertificate
      ? []
      : subresource !== 'status'
        ? [forbidden(CERTIFICATE, 'updates may not set certificate content')]
        : oldCertificate !== '' && version !== 'v1beta1'
          ? [forbidden(CERTIFICATE, 'updates may not modify existing certificate content')]
          : []),
  ];
}
