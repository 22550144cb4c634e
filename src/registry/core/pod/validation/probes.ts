/** Probes and life-cycle hooks. Source: pkg/apis/core/validation/validation.go. */
import { type Handler, type HTTPGetAction, type Lifecycle, type Probe } from '../../../../apis/core/pod-container.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { regexError } from '../../../../apis/validation/names.js';
import { validateOptionalChoice } from './choice.js';
import { validateNonnegative, validatePortNumber, validatePortNumberOrName } from './numbers.js';
import { allows, containersOf, type SpecScope } from './scope.js';
import { validateStopSignal } from './stop-signals.js';

export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

export function validateProbe(name: ProbeName, probe: Probe | undefined, scope: SpecScope, path: Path): FieldError[] {
  if (probe === undefined) return [];
  const { successThreshold = 0, terminationGracePeriodSeconds: grace } = probe;
  const errors = validatePlainProbe(probe, scope, path);
  if (name === 'readinessProbe') {
    const at = path.child('terminationGracePeriodSeconds');
    return grace === undefined ? errors : [...errors, invalid(at, grace, 'must not be set for readinessProbes')];
  }
  if (successThreshold === 1) return errors;
  return [...errors, invalid(path.child('successThreshold'), successThreshold, 'must be 1')];
}

/** What holds for probes of every sort. */
export function validatePlainProbe(probe: Probe | undefined, scope: SpecScope, path: Path): FieldError[] {
  if (probe === undefined) return [];
  const { terminationGracePeriodSeconds: grace } = probe;
  const checked = scope.features.behaviours.probeGracePositive && grace !== undefined && grace <= 0;
  return [
    ...validateHandler(probe, PROBE_ACTIONS, scope, path),
    ...NUMBERS.flatMap((field) => validateNonnegative(probe[field], path.child(field))),
    ...(checked ? [invalid(path.child('terminationGracePeriodSeconds'), grace, 'must be greater than 0')] : []),
  ];
}

const NUMBERS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

export function validateLifecycle(
  { postStart, preStop, stopSignal }: Lifecycle,
  scope: SpecScope,
  path: Path,
): FieldError[] {
  const hook = (handler: Handler | undefined, at: Path): FieldError[] =>
    handler === undefined ? [] : validateHandler(handler, HOOK_ACTIONS, scope, at);
  return [
    ...hook(postStart, path.child('postStart')),
    ...hook(preStop, path.child('preStop')),
    ...(stopSignal === undefined ? [] : validateStopSignal(stopSignal, scope.spec.os, path.child('stopSignal'))),
  ];
}

type Action = keyof Handler;

const PROBE_ACTIONS: readonly Action[] = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const HOOK_ACTIONS: readonly Action[] = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

function validateHandler(handler: Handler, actions: readonly Action[], scope: SpecScope, path: Path): FieldError[] {
  const given = actions.filter((action) => handler[action] !== undefined);
  if (given.length === 0) return [required(path, 'must specify a handler type')];
  return given.flatMap((action, i) =>
    i > 0
      ? [forbidden(path.child(action), 'may not specify more than 1 handler type')]
      : validateAction(handler, action, scope, path.child(action)),
  );
}

function validateAction(handler: Handler, action: Action, scope: SpecScope, path: Path): FieldError[] {
  switch (action) {
    case 'exec':
      return (handler.exec?.command ?? []).length === 0 ? [required(path.child('command'))] : [];
    case 'httpGet':
      return validateHTTPGet(handler.httpGet ?? {}, path);
    case 'tcpSocket':
      return validatePortNumberOrName(handler.tcpSocket?.port, path.child('port'));
    case 'grpc':
      return [
        ...validatePortNumber(handler.grpc?.port ?? 0, path.child('port')),
        ...validateOptionalChoice(handler.grpc?.mode, ['Plaintext', 'TLS'], path.child('mode')),
      ];
    case 'sleep':
      return validateSleep(handler.sleep?.seconds ?? 0, scope, path);
  }
}

function validateSleep(seconds: number, scope: SpecScope, path: Path): FieldError[] {
  const grace = scope.spec.terminationGracePeriodSeconds;
  if (grace === undefined) return [];
  const zero = allows(scope, 'PodLifecycleSleepActionAllowZero', (spec) =>
    containersOf(spec).some(({ lifecycle = {} }) =>
      [lifecycle.postStart, lifecycle.preStop].some((handler) => handler?.sleep?.seconds === 0),
    ),
  );
  if (seconds <= grace && (seconds > 0 || (zero && seconds === 0))) return [];
  const low = zero ? 'non-negative' : 'greater than 0';
  const { sleepErrorsNameGate } = scope.features.behaviours;
  const hint =
    zero || !sleepErrorsNameGate ? '' : '. Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.';
  return [
    invalid(path, seconds, `must be ${low} and less than terminationGracePeriodSeconds (${String(grace)})${hint}`),
  ];
}

const HEADER_NAME = '[-A-Za-z0-9]+';
const HEADER_RULE = "a valid HTTP header must consist of alphanumeric characters or '-'";

function validateHTTPGet(action: HTTPGetAction, path: Path): FieldError[] {
  const { path: target = '', port, scheme = '', httpHeaders } = action;
  return [
    ...(target === '' ? [required(path.child('path'))] : []),
    ...validatePortNumberOrName(port, path.child('port')),
    ...(['HTTP', 'HTTPS'].includes(scheme) ? [] : [notSupported(path.child('scheme'), scheme, ['HTTP', 'HTTPS'])]),
    ...(httpHeaders ?? [])
      .filter(({ name = '' }) => !new RegExp(`^${HEADER_NAME}$`).test(name))
      .map(({ name = '' }) =>
        invalid(path.child('httpHeaders'), name, regexError(HEADER_RULE, HEADER_NAME, 'X-Header-Name')),
      ),
    ...validateProtocol(action, path),
  ];
}

const PROTOCOLS = ['HTTP1', 'HTTP2'];

function validateProtocol({ protocol, scheme, host = '' }: HTTPGetAction, path: Path): FieldError[] {
  const at = path.child('protocol');
  if (protocol === undefined) return [];
  if (!PROTOCOLS.includes(protocol)) return [notSupported(at, protocol, PROTOCOLS)];
  if (protocol !== 'HTTP2') return [];
  if (scheme !== 'HTTP') return [invalid(at, protocol, 'is only supported with HTTP (H2C)')];
  return host === '' ? [] : [invalid(path.child('host'), host, 'must be empty when `protocol` is "HTTP2"')];
}
