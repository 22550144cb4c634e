/** How upstream names documents, operations and tags. Source: k8s.io/apiserver/pkg/endpoints/openapi/openapi.go. */

/** `api/v1`, `apis/rbac.authorization.k8s.io/v1`. */
export function documentOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** `''` → `Core`, `rbac.authorization.k8s.io` → `RbacAuthorization`. */
export function groupTitle(group: string): string {
  return (group === '' ? 'core' : group.replace(/\.k8s\.io$/, '')).split('.').map(title).join('');
}

export function tagOf(group: string, version: string): string {
  const name = groupTitle(group);
  return [name.charAt(0).toLowerCase() + name.slice(1), version].filter((part) => part !== '').join('_');
}

export function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
