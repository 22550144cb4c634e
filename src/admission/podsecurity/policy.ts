/** The policy that a namespace's labels ask for. Source: k8s.io/pod-security-admission/api. */
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

/** A minor of Kubernetes 1, whose checks count; Infinity for the newest. */
export type PolicyVersion = number;

export interface LevelVersion {
  readonly level: Level;
  readonly version: PolicyVersion;
}

export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

export const LABEL_PREFIX = 'pod-security.kubernetes.io/';
const LABELS = Path.of('metadata', 'labels');
const VERSION = /^v1\.(\d|[1-9]\d*)$/;
const PRIVILEGED: LevelVersion = { level: 'privileged', version: Infinity };

export interface PolicyRules {
  /** Where nothing says what is warned of, that is what is enforced. */
  readonly warnsOfWhatIsEnforced: boolean;
}

/** The policy, and what is wrong with the labels. */
export function policyOf(
  labels: Readonly<Record<string, string>> = {},
  { warnsOfWhatIsEnforced }: PolicyRules,
): { readonly policy: Policy; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const enforce = read('enforce', 'restricted', labels, errors);
  const audit = read('audit', 'privileged', labels, errors);
  const warn = read('warn', 'privileged', labels, errors);
  const inherits = warnsOfWhatIsEnforced && labels[`${LABEL_PREFIX}warn`] === undefined;
  if (!inherits || !isLevel(labels[`${LABEL_PREFIX}enforce`]) || enforce.level === 'privileged') {
    return { policy: { enforce, audit, warn }, errors };
  }
  const hasVersion = labels[`${LABEL_PREFIX}warn-version`] !== undefined;
  const inherited = { level: enforce.level, version: hasVersion ? warn.version : enforce.version };
  return { policy: { enforce, audit, warn: inherited }, errors };
}

/** @param otherwise what an unknown level counts as */
function read(
  mode: keyof Policy,
  otherwise: Level,
  labels: Readonly<Record<string, string>>,
  errors: FieldError[],
): LevelVersion {
  let { level, version } = PRIVILEGED;
  const levelLabel = `${LABEL_PREFIX}${mode}`;
  const asked = labels[levelLabel];
  if (asked !== undefined) {
    level = isLevel(asked) ? asked : otherwise;
    if (!isLevel(asked)) errors.push(invalid(LABELS.key(levelLabel), asked, `must be one of ${LEVELS.join(', ')}`));
  }
  const versionLabel = `${levelLabel}-version`;
  const wanted = labels[versionLabel];
  if (wanted !== undefined) {
    const [, minor] = VERSION.exec(wanted) ?? [];
    version = minor === undefined ? Infinity : Number(minor);
    if (minor === undefined && wanted !== 'latest') {
      errors.push(invalid(LABELS.key(versionLabel), wanted, 'must be "latest" or "v1.x"'));
    }
  }
  return { level, version };
}

function isLevel(text: string | undefined): text is Level {
  return LEVELS.some((level) => level === text);
}

/** `restricted:v1.24`. */
export function levelVersionText({ level, version }: LevelVersion): string {
  return `${level}:${version === Infinity ? 'latest' : `v1.${String(version)}`}`;
}

export function isPrivileged({ level }: LevelVersion): boolean {
  return level === 'privileged';
}

export function isSameLevelVersion(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version === b.version;
}

/** Positive where `a` allows less than `b`. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}
