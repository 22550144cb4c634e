/** What clients of a deprecated version of a custom kind are warned of. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go. */
import { type CustomResourceDefinitionSpec, type CustomResourceDefinitionVersion } from '../../apiextensions/types.js';
import { compareVersions } from '../../apis/meta/version-order.js';

/** Undefined for a version that is not deprecated. */
export function deprecationWarning(
  { group, names, versions }: CustomResourceDefinitionSpec,
  version: CustomResourceDefinitionVersion,
): string | undefined {
  if (version.deprecated !== true) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const newer = versions
    .filter(({ served, deprecated = false, name }) => served && !deprecated && compareVersions(version.name, name) > 0)
    .map(({ name }) => name)
    .sort(compareVersions);
  const text = `${group}/${version.name} ${names.kind} is deprecated`;
  return newer[0] === undefined ? text : `${text}; use ${group}/${newer[0]} ${names.kind}`;
}
