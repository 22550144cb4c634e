/** With which signal a container is stopped. Source: pkg/apis/core/validation/validation.go, pkg/apis/core/types.go. */
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, notSupported } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';

const NAMES =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP ' +
  'TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX';

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

const ON_LINUX: readonly string[] = [
  ...NAMES.split(' ').map((name) => `SIG${name}`),
  ...upTo(15).map((n) => `SIGRTMIN+${String(n)}`),
  ...upTo(14).map((n) => `SIGRTMAX-${String(n)}`),
].sort();

const ON_WINDOWS: readonly string[] = ['SIGKILL', 'SIGTERM'];

export function validateStopSignal(signal: string, os: PodSpec['os'], path: Path): FieldError[] {
  if (os === undefined) return [forbidden(path, 'may not be set for containers with empty `spec.os.name`')];
  const known = os.name === 'windows' ? ON_WINDOWS : os.name === 'linux' ? ON_LINUX : [signal];
  return known.includes(signal) ? [] : [notSupported(path, signal, known)];
}
