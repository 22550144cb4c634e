/** Probes and life-cycle hooks. Source: pkg/apis/core/validation/validation.go. */
import { type Handler, type HTTPGetAction, type Probe } from '../../../../apis/core/pod-container.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { regexError } from '../../../../apis/validation/names.js';
import { validateNonnegative, validatePortNumber, validatePortNumberOrName } from './numbers.js';

export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

export function validateProbe(
  name: ProbeName,
  probe: Probe | undefined,
  grace: number | undefined,
  path: Path,
): FieldError[] {
  if (probe === undefined) return [];
  const { exec, httpGet, tcpSocket, grpc, successThreshold, terminationGracePeriodSeconds: own } = probe;
  const ownPath = path.child('terminationGracePeriodSeconds');
  const errors = [
    ...validateHandler(compact({ exec, httpGet, tcpSocket, grpc }), grace, path),
    ...NUMBERS.flatMap((field) => validateNonnegative(probe[field], path.child(field))),
    ...(own !== undefined && own <= 0 ? [invalid(ownPath, own, 'must be greater than 0')] : []),
  ];
  if (name === 'readinessProbe') {
    return own === undefined ? errors : [...errors, invalid(ownPath, own, 'must not be set for readinessProbes')];
  }
  if (successThreshold === 1) return errors;
  return [...errors, invalid(path.child('successThreshold'), successThreshold, 'must be 1')];
}

const NUMBERS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function compact(handler: { [K in keyof Handler]: Handler[K] | undefined }): Handler {
  return Object.fromEntries(Object.entries(handler).filter(([, action]) => action !== undefined));
}

export function validateLifecycle(
  lifecycle: { postStart?: Handler; preStop?: Handler },
  grace: number | undefined,
  path: Path,
): FieldError[] {
  const { postStart, preStop } = lifecycle;
  return [
    ...(postStart === undefined ? [] : validateHandler(postStart, grace, path.child('postStart'))),
    ...(preStop === undefined ? [] : validateHandler(preStop, grace, path.child('preStop'))),
  ];
}

function validateHandler(handler: Handler, grace: number | undefined, path: Path): FieldError[] {
  const given = ACTIONS.filter((action) => handler[action] !== undefined);
  if (given.length === 0) return [required(path, 'must specify a handler type')];
  return given.flatMap((action, i) =>
    i > 0
      ? [forbidden(path.child(action), 'may not specify more than 1 handler type')]
      : validateAction(handler, action, grace, path.child(action)),
  );
}

const ACTIONS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function validateAction(
  handler: Handler,
  action: (typeof ACTIONS)[number],
  grace: number | undefined,
  path: Path,
): FieldError[] {
  switch (action) {
    case 'exec':
      return (handler.exec?.command ?? []).length === 0 ? [required(path.child('command'))] : [];
    case 'httpGet':
      return validateHTTPGet(handler.httpGet ?? {}, path);
    case 'tcpSocket':
      return validatePortNumberOrName(handler.tcpSocket?.port, path.child('port'));
    case 'grpc':
      return validatePortNumber(handler.grpc?.port ?? 0, path.child('port'));
    case 'sleep': {
      const seconds = handler.sleep?.seconds ?? 0;
      const detail = `must be non-negative and less than terminationGracePeriodSeconds (${String(grace)})`;
      return grace !== undefined && (seconds < 0 || seconds > grace) ? [invalid(path, seconds, detail)] : [];
    }
  }
}

const HEADER_NAME = '[-A-Za-z0-9]+';
const HEADER_RULE = "a valid HTTP header must consist of alphanumeric characters or '-'";

function validateHTTPGet(
  { path: target = '', port, scheme = '', httpHeaders }: HTTPGetAction,
  path: Path,
): FieldError[] {
  return [
    ...(target === '' ? [required(path.child('path'))] : []),
    ...validatePortNumberOrName(port, path.child('port')),
    ...(['HTTP', 'HTTPS'].includes(scheme) ? [] : [notSupported(path.child('scheme'), scheme, ['HTTP', 'HTTPS'])]),
    ...(httpHeaders ?? [])
      .filter(({ name = '' }) => !new RegExp(`^${HEADER_NAME}$`).test(name))
      .map(({ name = '' }) =>
        invalid(path.child('httpHeaders'), name, regexError(HEADER_RULE, HEADER_NAME, 'X-Header-Name')),
      ),
  ];
}
