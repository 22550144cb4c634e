/** The name in `name`, `name:port` and `scheme:name:port`. Source: k8s.io/apimachinery/pkg/util/net/port_split.go. */
export function withoutSchemeAndPort(text: string): string {
  const parts = text.split(':');
  return (parts.length === 3 ? parts[1] : parts[0]) ?? '';
}
