/** Whom and what a flow schema is about. Source: pkg/apis/flowcontrol/validation/validation.go. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import {
  type FlowNonResourceRule,
  type FlowResourceRule,
  type FlowRule,
  type FlowSubject,
} from '../../apis/flowcontrol/v1.js';
import { type Path } from '../../apis/field/path.js';
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const KINDS = { User: 'user', Group: 'group', ServiceAccount: 'serviceAccount' } as const;

export function validateFlowRule(rule: FlowRule, path: Path, wording: ValidationWording): FieldError[] {
  const { resourceRules = [], nonResourceRules = [] } = rule;
  const subjects = rule.subjects ?? [];
  return [
    ...(subjects.length === 0 ? [required(path.child('subjects'), 'subjects must contain at least one value')] : []),
    ...subjects.flatMap((subject, i) => validateSubject(subject, path.child('subjects').index(i), wording)),
    ...(resourceRules.length + nonResourceRules.length === 0
      ? [required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')]
      : []),
    ...resourceRules.flatMap((one, i) => validateResourceRule(one, path.child('resourceRules').index(i), wording)),
    ...nonResourceRules.flatMap((one, i) => {
      const at = path.child('nonResourceRules').index(i);
      return [
        ...validateVerbs(one, at.child('verbs'), wording),
        ...list(
          one.nonResourceURLs,
          at.child('nonResourceURLs'),
          'nonResourceURLs must contain at least one value',
          'non-resource URLs',
          wording,
        ),
      ];
    }),
  ];
}

function validateSubject(subject: FlowSubject, path: Path, wording: ValidationWording): FieldError[] {
  const { kind } = subject;
  if (!(kind in KINDS)) return [notSupported(path.child('kind'), kind, Object.keys(KINDS).sort())];
  const own = KINDS[kind as keyof typeof KINDS];
  const others = (['serviceAccount', 'user', 'group'] as const).filter(
    (field) => field !== own && subject[field] !== undefined,
  );
  const at = path.child(own);
  const { [own]: named } = subject;
  return [
    ...(named === undefined
      ? [required(at, `${own} is required when subject kind is '${kind}'`)]
      : validateName(named, at, own, wording)),
    ...others.map((field) => {
      const other = Object.entries(KINDS).find(([, name]) => name === field)?.[0] ?? '';
      return forbidden(path.child(field), `${field} is forbidden when subject kind is not '${other}'`);
    }),
  ];
}

function validateName(
  { name, namespace = '' }: { name: string; namespace?: string },
  path: Path,
  own: string,
  wording: ValidationWording,
): FieldError[] {
  const missing = name === '' ? [required(path.child('name'))] : [];
  if (own !== 'serviceAccount') return missing;
  const wrong = name === '' || name === '*' ? [] : nameIsDNSSubdomain(name, false);
  return [
    ...missing,
    ...wrong.map((text) => invalid(path.child('name'), name, text)),
    ...(namespace === ''
      ? [required(path.child('namespace'), 'must specify namespace for service account')]
      : nameIsDNSLabel(namespace, false, wording).map((text) => invalid(path.child('namespace'), namespace, text))),
  ];
}

function validateResourceRule(rule: FlowResourceRule, path: Path, wording: ValidationWording): FieldError[] {
  const namespaces = rule.namespaces ?? [];
  const at = path.child('namespaces');
  const supply = (what: string): string => `resource rules must supply at least one ${what}`;
  return [
    ...validateVerbs(rule, path.child('verbs'), wording),
    ...list(rule.apiGroups, path.child('apiGroups'), supply('api group'), 'api groups', wording),
    ...list(rule.resources, path.child('resources'), supply('resource'), 'resources', wording),
    ...(namespaces.length === 0 && rule.clusterScope !== true
      ? [required(at, 'resource rules that are not cluster scoped must supply at least one namespace')]
      : namespaces.includes('*')
        ? list(namespaces, at, '', 'namespaces', wording)
        : namespaces.flatMap((name, i) =>
            nameIsDNSLabel(name, false, wording).map((text) =>
              invalid(at.index(i), name, `each member of this list must be '*' or a DNS-1123 label; ${text}`),
            ),
          )),
  ];
}

function validateVerbs(
  { verbs }: FlowResourceRule | FlowNonResourceRule,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const given = verbs ?? [];
  const unknown = !given.includes('*') && given.some((verb) => !VERBS.includes(verb));
  if (unknown) return [notSupported(path, given, VERBS)];
  return list(given, path, 'verbs must contain at least one value', 'verbs', wording);
}

function list(
  values: readonly string[] | null | undefined,
  path: Path,
  missing: string,
  what: string,
  wording: ValidationWording,
): FieldError[] {
  const given = values ?? [];
  if (given.length === 0) return [required(path, missing)];
  if (given.length === 1 || !given.includes('*')) return [];
  const text = `if '*' is present, must not specify other ${what}`;
  return [invalidStructure(path, given, goStrings(given), text, wording)];
}
