/** Source: k8s.io/apiserver/pkg/apis/audit/validation/validation.go. */
import { type FieldError, invalid, notSupported, required } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { nameIsDNSSubdomain } from '../apis/validation/names.js';
import { AUDIT_LEVELS, AUDIT_STAGES, type AuditStage } from './event.js';
import { type AuditGroupResources, type AuditPolicy, type AuditPolicyRule } from './policy.js';

export function validatePolicy({ omitStages = [], rules }: AuditPolicy): FieldError[] {
  return [
    ...stagesErrors(omitStages, Path.of('omitStages')),
    ...rules.flatMap((rule, i) => ruleErrors(rule, Path.of('rules').index(i))),
  ];
}

function ruleErrors(rule: AuditPolicyRule, path: Path): FieldError[] {
  const { nonResourceURLs = [], resources = [], namespaces = [], omitStages = [] } = rule;
  const urls = path.child('nonResourceURLs');
  const errors = [
    ...levelErrors(rule, path.child('level')),
    ...nonResourceURLs.flatMap((url, i) => urlErrors(url, urls.index(i))),
    ...resources.flatMap((group) => resourcesErrors(group, path.child('resources'))),
    ...stagesErrors(omitStages, path.child('omitStages')),
  ];
  if (nonResourceURLs.length > 0 && resources.length + namespaces.length > 0) {
    const text = 'rules cannot apply to both regular resources and non-resource URLs';
    errors.push(invalid(urls, nonResourceURLs, text));
  }
  return errors;
}

function levelErrors({ level }: { readonly level?: string }, path: Path): FieldError[] {
  if (level === undefined || level === '') return [required(path)];
  const levels: readonly string[] = AUDIT_LEVELS;
  return levels.includes(level) ? [] : [notSupported(path, level, levels)];
}

function urlErrors(url: string, path: Path): FieldError[] {
  if (url === '*') return [];
  const errors: FieldError[] = [];
  if (!url.startsWith('/')) {
    errors.push(invalid(path, url, "non-resource URL rules must begin with a '/' character"));
  }
  if (url.slice(0, -1).includes('*')) {
    errors.push(invalid(path, url, "non-resource URL wildcards '*' must be the final character of the rule"));
  }
  return errors;
}

function resourcesErrors({ group = '', resources = [], resourceNames = [] }: AuditGroupResources, path: Path) {
  const errors: FieldError[] = [];
  if (group !== '' && group !== '*') {
    const texts = nameIsDNSSubdomain(group, false);
    if (texts.length > 0) errors.push(invalid(path.child('group'), group, texts.join(',')));
  }
  if (resourceNames.length > 0 && resources.length === 0) {
    const text = 'using resourceNames requires at least one resource';
    errors.push(invalid(path.child('resourceNames'), resourceNames, text));
  }
  return errors;
}

function stagesErrors(stages: readonly AuditStage[], path: Path): FieldError[] {
  const known: readonly string[] = AUDIT_STAGES;
  return stages.flatMap((stage, i) =>
    known.includes(stage) ? [] : [invalid(path.index(i), stage, `allowed stages are ${known.join(',')}`)],
  );
}
