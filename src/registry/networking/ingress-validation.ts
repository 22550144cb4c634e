/** Source: pkg/apis/networking/validation/validation.go. */
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { parseIP, validateIPField } from '../../apis/validation/cidr.js';
import { isWildcardDNS1123Subdomain } from '../../apis/validation/domain-names.js';
import {
  isDNS1123Subdomain,
  isPathSegmentName,
  nameIsDNS1035Label,
  nameIsDNSLabel,
  nameIsDNSSubdomain,
} from '../../apis/validation/names.js';
import { type Behaviours } from '../../features/behaviours.js';
import { isValidPortName, validatePortNumber } from '../core/pod/validation/numbers.js';
import { type StrategyContext } from '../rest.js';
import { type HTTPIngressPath, type Ingress, type IngressBackend } from './ingress-types.js';

const SPEC = Path.of('spec');
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_IN_PATHS = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_AT_ENDS = ['/..', '/.'];

/** What is checked and how fields are called depend on the version of the request. */
interface Rules {
  readonly beta: boolean;
  readonly badSecretNames: boolean;
  readonly badWildcardRules: boolean;
  readonly relaxedServiceNames: boolean;
  readonly behaviours: Behaviours;
}

function rulesOf(old: Ingress | undefined, { version, features }: StrategyContext): Rules {
  const beta = version === 'v1beta1';
  const strict = {
    ...{ beta, badSecretNames: false, badWildcardRules: false },
    relaxedServiceNames: features.enabled('RelaxedServiceNameValidation'),
    behaviours: features.behaviours,
  };
  const wildcards = (old?.spec.rules ?? []).filter(({ host = '' }) => host.includes('*'));
  return {
    ...strict,
    badSecretNames: beta || (old?.spec.tls ?? []).some(({ secretName }) => secretProblems(secretName).length > 0),
    badWildcardRules: beta || wildcards.some(({ http }) => validateHttp(http, SPEC, strict).length > 0),
  };
}

export function validateIngress(ingress: Ingress, context: StrategyContext): FieldError[] {
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
  const { ingressClassName: name } = ingress.spec;
  const refused = context.features.behaviours.ingressClassTwiceRefused;
  const conflict = annotation !== undefined && name !== undefined && (refused || annotation !== name);
  const text = refused
    ? 'can not be set when the class field is also set'
    : 'must match `ingressClassName` when both are specified';
  return [
    ...validateSpec(ingress, rulesOf(undefined, context)),
    ...(conflict ? [invalid(Path.of('annotations', CLASS_ANNOTATION), annotation, text)] : []),
  ];
}

export function validateIngressUpdate(ingress: Ingress, old: Ingress, context: StrategyContext): FieldError[] {
  return validateSpec(ingress, rulesOf(old, context));
}

function validateSpec({ spec }: Ingress, rules: Rules): FieldError[] {
  const { defaultBackend, rules: hosts = [], tls = [], ingressClassName } = spec;
  const field = rules.beta ? 'backend' : 'defaultBackend';
  return [
    ...(hosts.length === 0 && defaultBackend === undefined
      ? [nothingToServe(`either \`${field}\` or \`rules\` must be specified`, spec.rules, rules.behaviours)]
      : []),
    ...(defaultBackend === undefined ? [] : validateBackend(defaultBackend, SPEC.child(field), rules)),
    ...hosts.flatMap(({ host = '', http }, i) => {
      const path = SPEC.child('rules').index(i);
      return [
        ...validateHost(host, path.child('host')),
        ...(host.includes('*') && rules.badWildcardRules ? [] : validateHttp(http, path, rules)),
      ];
    }),
    ...tls.flatMap(({ hosts: names = [], secretName = '' }, i) => {
      const path = SPEC.child('tls').index(i);
      return [
        ...names.flatMap((name, j) =>
          hostProblems(name).map((text) => invalid(path.child('hosts').index(j), name, text)),
        ),
        ...(rules.badSecretNames ? [] : secretProblems(secretName)).map((text) =>
          invalid(path.child('secretName'), secretName, text),
        ),
      ];
    }),
    ...(ingressClassName === undefined ? [] : nameIsDNSSubdomain(ingressClassName, false)).map((text) =>
      invalid(SPEC.child('ingressClassName'), ingressClassName, text),
    ),
  ];
}

/** The list of rules is shown, as the version prints lists. */
function nothingToServe(text: string, rules: unknown, { structuredValuesAsJson }: Behaviours): FieldError {
  const empty = rules === undefined ? '[]networking.IngressRule(nil)' : '[]networking.IngressRule{}';
  const value = structuredValuesAsJson ? (rules === undefined ? 'null' : '[]') : empty;
  return { type: 'FieldValueInvalid', field: 'spec', value, detail: text };
}

function secretProblems(name = ''): string[] {
  return name === '' ? [] : nameIsDNSSubdomain(name, false);
}

function hostProblems(host: string): string[] {
  return host.includes('*') ? isWildcardDNS1123Subdomain(host) : isDNS1123Subdomain(host);
}

function validateHost(host: string, path: Path): FieldError[] {
  if (host === '') return [];
  return [
    ...(parseIP(host) === undefined ? [] : [invalid(path, host, 'must be a DNS name, not an IP address')]),
    ...hostProblems(host).map((text) => invalid(path, host, text)),
  ];
}

function validateHttp(http: { paths: HTTPIngressPath[] | null } | undefined, path: Path, rules: Rules): FieldError[] {
  if (http === undefined) return [];
  const at = path.child('http', 'paths');
  const paths = http.paths ?? [];
  return paths.length === 0 ? [required(at)] : paths.flatMap((one, i) => validatePath(one, at.index(i), rules));
}

function validatePath({ path: text = '', pathType, backend }: HTTPIngressPath, path: Path, rules: Rules): FieldError[] {
  if (pathType === undefined) return [required(path.child('pathType'), 'pathType must be specified')];
  return [...validatePathText(text, pathType, path), ...validateBackend(backend, path.child('backend'), rules)];
}

function validatePathText(text: string, pathType: string, path: Path): FieldError[] {
  if (!PATH_TYPES.includes(pathType)) return [notSupported(path.child('pathType'), pathType, PATH_TYPES)];
  const at = path.child('path');
  const anyText = pathType === 'ImplementationSpecific';
  if (anyText && text === '') return [];
  const absolute = text.startsWith('/') ? [] : [invalid(at, text, 'must be an absolute path')];
  if (anyText) return absolute;
  return [
    ...absolute,
    ...FORBIDDEN_IN_PATHS.filter((part) => text.includes(part)).map((part) =>
      invalid(at, text, `must not contain '${part}'`),
    ),
    ...FORBIDDEN_AT_ENDS.filter((end) => text.endsWith(end)).map((end) =>
      invalid(at, text, `cannot end with '${end}'`),
    ),
  ];
}

function validateBackend({ service, resource }: IngressBackend, path: Path, rules: Rules): FieldError[] {
  if (service !== undefined && resource !== undefined) {
    return [invalid(path, '', 'cannot set both resource and service backends')];
  }
  if (resource !== undefined) return validateReference(resource, path.child('resource'), rules.behaviours);
  if (service === undefined) return [invalid(path, '', 'resource or service backend is required')];
  return [...validateService(service.name, path, rules), ...validatePort(service.port, path, rules)];
}

function validateService(name: string, path: Path, { beta, relaxedServiceNames, behaviours }: Rules): FieldError[] {
  const at = beta ? path.child('serviceName') : path.child('service', 'name');
  if (name === '') return [required(at)];
  const broken = relaxedServiceNames ? nameIsDNSLabel(name, false, behaviours) : nameIsDNS1035Label(name, false);
  return broken.map((text) => invalid(at, name, text));
}

function validatePort(port: { name?: string; number?: number }, path: Path, { beta }: Rules): FieldError[] {
  const { name = '', number = 0 } = port;
  const at = (field: string): Path => (beta ? path.child('servicePort') : path.child('service', 'port', field));
  if (name !== '' && number !== 0) return [invalid(path, '', 'cannot set both port name & port number')];
  if (name !== '') return isValidPortName(name).map((text) => invalid(at('name'), name, text));
  if (number !== 0) return validatePortNumber(number, at('number'));
  return [required(path, 'port name or number is required')];
}

/** A kind and a name, of another group or the core one. */
export function validateReference(
  { apiGroup, kind, name }: { apiGroup?: string; kind: string; name: string },
  path: Path,
  { referenceFieldsExplained }: Behaviours,
): FieldError[] {
  const part = (field: 'kind' | 'name', value: string): FieldError[] =>
    value === ''
      ? [required(path.child(field), referenceFieldsExplained ? `${field} is required` : '')]
      : isPathSegmentName(value).map((text) => invalid(path.child(field), value, text));
  return [
    ...(apiGroup === undefined ? [] : isDNS1123Subdomain(apiGroup)).map((text) =>
      invalid(path.child('apiGroup'), apiGroup, text),
    ),
    ...part('kind', kind),
    ...part('name', name),
  ];
}

export function validateIngressStatus({ status }: Ingress, { features }: StrategyContext): FieldError[] {
  const strict = features.enabled('StrictIPCIDRValidation');
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '', hostname = '' }, i) => {
    const path = Path.of('status', 'loadBalancer', 'ingress').index(i);
    return [
      ...(ip === '' ? [] : validateIPField(ip, path.child('ip'), { strict })),
      ...(hostname === '' ? [] : isDNS1123Subdomain(hostname)).map((text) =>
        invalid(path.child('hostname'), hostname, text),
      ),
      ...(hostname === '' || parseIP(hostname) === undefined
        ? []
        : [invalid(path.child('hostname'), hostname, 'must be a DNS name, not an IP address')]),
    ];
  });
}
