/** Options for Windows, and pods that run as processes of the host. Source: pkg/apis/core/validation/validation.go. */
import { type WindowsSecurityContextOptions } from '../../../../apis/core/pod-security.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { invalidPointer } from '../internal/errors.js';
import { allows, containersOf, containersWithPath, type SpecScope } from './scope.js';

const MAX_SPEC_KIB = 64;
const MAX_DOMAIN = 256;
const MAX_USER = 104;
const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS_NAME = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);
const CONTROL = /[\u0000-\u001f\u007f]/;

export function validateWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  path: Path,
  features: Features,
): FieldError[] {
  if (options === undefined) return [];
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  const nameAt = path.child('gmsaCredentialSpecName');
  const userAt = path.child('runAsUserName');
  return [
    ...(name === undefined ? [] : isDNS1123Subdomain(name).map((text) => invalidPointer(nameAt, name, text, features))),
    ...validateCredentialSpec(spec, path.child('gmsaCredentialSpec'), features),
    ...(user === undefined
      ? []
      : userNameErrors(user).map((text) => invalidPointer(userAt, user, `runAsUserName${text}`, features))),
  ];
}

function validateCredentialSpec(spec: string | undefined, path: Path, features: Features): FieldError[] {
  if (spec === undefined) return [];
  if (spec === '') return [invalidPointer(path, spec, 'gmsaCredentialSpec cannot be an empty string', features)];
  if (Buffer.byteLength(spec) <= MAX_SPEC_KIB * 1024) return [];
  return [invalidPointer(path, spec, `gmsaCredentialSpec size must be under ${String(MAX_SPEC_KIB)} KiB`, features)];
}

/** `DOMAIN\user`, or the user alone. */
function userNameErrors(name: string): string[] {
  if (name === '') return [' cannot be an empty string'];
  if (CONTROL.test(name)) return [' cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return [' cannot contain more than one backslash'];
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const rules: readonly (readonly [boolean, string])[] = [
    [Buffer.byteLength(domain ?? '') >= MAX_DOMAIN, `'s Domain length must be under ${String(MAX_DOMAIN)} characters`],
    [
      domain !== undefined && !NET_BIOS.test(domain) && !DNS_NAME.test(domain),
      "'s Domain doesn't match the NetBios nor the DNS format",
    ],
    [user === '', "'s User cannot be empty"],
    [Buffer.byteLength(user) > MAX_USER, `'s User length must not be longer than ${String(MAX_USER)} characters`],
    [/^[. ]+$/.test(user), "'s User cannot contain only periods or spaces"],
    [/["/\\:;|=,+*?<>@[\]]/.test(user), `'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]`],
  ];
  return rules.filter(([broken]) => broken).map(([, text]) => text);
}

const GATE = 'WindowsHostProcessContainers';

export function validateWindowsHostProcess(scope: SpecScope, path: Path): FieldError[] {
  const { spec } = scope;
  const pod = spec.securityContext?.windowsOptions?.hostProcess;
  const allowed = allows(scope, GATE, setsHostProcess);
  const field = ['securityContext', 'windowsOptions', 'hostProcess'] as const;
  const gated = `not allowed when feature gate '${GATE}' is not enabled`;
  if (!allowed && pod !== undefined) return [forbidden(path.child(...field), gated)];
  const containers = containersWithPath(spec, path);
  const errors = containers.flatMap(([{ securityContext }, at]) => {
    const own = securityContext?.windowsOptions?.hostProcess;
    const detail = `pod hostProcess value must be identical if both are specified, was ${String(pod)}`;
    const differs = pod !== undefined && own !== undefined && pod !== own;
    return [
      ...(!allowed && own !== undefined ? [forbidden(at.child(...field), gated)] : []),
      ...(differs ? [invalid(at.child(...field), own, detail)] : []),
    ];
  });
  const processes = containers.filter(([each]) => each.securityContext?.windowsOptions?.hostProcess ?? pod ?? false);
  if (processes.length === 0) return errors;
  if (!allowed) {
    const detail = `pod must not contain Windows hostProcess containers when feature gate '${GATE}' is not enabled`;
    return [...errors, forbidden(path, detail)];
  }
  const all = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
  const network = 'hostNetwork must be true if pod contains any hostProcess containers';
  return [
    ...errors,
    ...(processes.length === containers.length ? [] : [invalid(path, '', all)]),
    ...(spec.hostNetwork === true ? [] : [invalid(path.child('hostNetwork'), false, network)]),
  ];
}

function setsHostProcess(spec: PodSpec): boolean {
  const contexts = [spec.securityContext, ...containersOf(spec).map(({ securityContext }) => securityContext)];
  return contexts.some((context) => context?.windowsOptions?.hostProcess !== undefined);
}
