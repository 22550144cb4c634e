import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Discovery } from '../../../src/discovery/documents.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { kindsOf } from '../../../src/registry/index.js';

const ALL_VERBS = 'create,delete,deletecollection,get,list,patch,update,watch';

/** `groupVersion name kind n|c verbs shortNames categories storageVersionHash group/version`, a line for each resource. */
function recorded(version: string): string[] {
  return readFileSync(new URL(`recorded/${version}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
}

function ours(version: string): string[] {
  const features = resolveFeatures({ version, featureGates: undefined });
  const discovery = new Discovery(kindsOf(features), features);
  const versions = ['v1', ...discovery.groups.flatMap((group) => group.versions.map((each) => each.groupVersion))];
  return versions.flatMap((groupVersion) =>
    (discovery.resources(groupVersion)?.resources ?? []).map((resource) =>
      [
        groupVersion,
        resource.name,
        resource.kind,
        resource.namespaced ? 'n' : 'c',
        resource.verbs.join(',').replace(ALL_VERBS, '*'),
        resource.shortNames?.join(',') ?? '-',
        resource.categories?.join(',') ?? '-',
        resource.storageVersionHash ?? '-',
        resource.version === undefined ? '-' : `${resource.group ?? ''}/${resource.version}`,
      ].join(' '),
    ),
  );
}

describe.each(['1.23.17', '1.24.17', '1.37.2'])('discovery of %s, all groups', (version) => {
  it('has what the real server had, in its order', () => {
    expect(ours(version)).toEqual(recorded(version));
  });
});
