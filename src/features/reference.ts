/** docs/reference/versions.md, written from the tables. */
import { ADMISSION_PLUGINS } from './admission-plugins.js';
import { type GateName, gatesOf } from './gates.js';
import { behavioursOf, KNOWN_MINORS, NEWEST_MINOR, versionRow } from './resolve.js';

/** The gates that kubemint asks about, in order of name. */
export const GATES_IN_USE = [
  'APISelfSubjectReview',
  'APIServerIdentity',
  'AnonymousAuthConfigurableEndpoints',
  'BoundServiceAccountTokenVolume',
  'ClusterTrustBundle',
  'ConstrainedImpersonation',
  'LegacyServiceAccountTokenCleanUp',
  'LegacyServiceAccountTokenNoAutoGeneration',
  'LegacyServiceAccountTokenTracking',
  'NamespaceDefaultLabelName',
  'OpenAPIV3',
  'PodCertificateRequest',
  'RootCAConfigMap',
  'ServerSideFieldValidation',
  'ServiceAccountIssuerDiscovery',
  'ServiceAccountTokenJTI',
  'ServiceAccountTokenNodeBinding',
  'ServiceAccountTokenNodeBindingValidation',
  'ServiceAccountTokenPodNodeInfo',
  'StorageVersionMigrator',
  'TokenRequest',
  'TokenRequestServiceAccountUIDValidation',
] as const satisfies readonly GateName[];

const INTRODUCTION = `<!-- Written by versionsReference() in src/features/reference.ts; a test compares. -->

# Kubernetes versions

\`--kubernetes-version\` chooses one of the minors below, with or without a patch number; the default is 1.${NEWEST_MINOR}.
What each does comes from upstream's sources of the patch release in the table. Its kinds and their API versions are in
[kinds.md](kinds.md).`;

const GATES_INTRODUCTION = `## Feature gates

\`--feature-gates\` takes every gate that the chosen version of kube-apiserver knows. These change what kubemint does. A cell
holds stage and default; **locked** cannot be changed; an empty cell is a version that does not know the gate.`;

const PLUGINS_INTRODUCTION = `## Admission plug-ins

In the order in which they run; \`--enable-admission-plugins\` and \`--disable-admission-plugins\` take those that the chosen
version knows. What is not served has no counterpart here: it does nothing where it runs by default, and cannot be enabled.`;

const BEHAVIOURS_INTRODUCTION = `## Changes without a gate

The names are members of \`Behaviours\` in src/features, where each says what it is and where upstream does it.`;

/** The whole page. */
export function versionsReference(): string {
  const parts = [
    ...[INTRODUCTION, releases(), GATES_INTRODUCTION, gates(), PLUGINS_INTRODUCTION, plugins()],
    ...[BEHAVIOURS_INTRODUCTION, changes()],
  ];
  return `${parts.join('\n\n')}\n`;
}

function releases(): string {
  const rows = KNOWN_MINORS.map((minor) => {
    const { patch, go, released } = versionRow(minor);
    return [`1.${minor}.${patch}`, released.slice(0, 10), go];
  });
  return table(['Version', 'Released', 'Go'], rows);
}

function gates(): string {
  const known = KNOWN_MINORS.map((minor) => gatesOf(minor));
  const rows = GATES_IN_USE.map((name) => [
    name,
    ...known.map((minor) => {
      const gate = minor.get(name);
      if (gate === undefined) return '';
      return `${gate.prerelease.toLowerCase()} ${gate.default ? 'on' : 'off'}${gate.lockToDefault ? ' **locked**' : ''}`;
    }),
  ]);
  return table(['Gate', ...KNOWN_MINORS.map((minor) => `1.${minor}`)], rows);
}

function plugins(): string {
  const rows = ADMISSION_PLUGINS.map(({ name, byDefault, since, until, isServed = true }) => [
    name,
    byDefault ? 'yes' : 'no',
    [since === undefined ? '' : `since 1.${since}`, until === undefined ? '' : `until 1.${until}`].join(' ').trim(),
    isServed ? 'yes' : 'no',
  ]);
  return table(['Plug-in', 'By default', 'Versions', 'Served'], rows);
}

function changes(): string {
  const sections = KNOWN_MINORS.slice(1).map((minor) => {
    const before = behavioursOf(minor - 1);
    const after = behavioursOf(minor);
    const names = (Object.keys(after) as (keyof typeof after)[]).filter((name) => before[name] !== after[name]).sort();
    const rows = names.map((name) => [`\`${name}\``, show(before[name]), show(after[name])]);
    return rows.length === 0 ? undefined : `### 1.${minor}\n\n${table(['Behaviour', 'Before', 'Since'], rows)}`;
  });
  return sections.filter((section) => section !== undefined).join('\n\n');
}

function show(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
