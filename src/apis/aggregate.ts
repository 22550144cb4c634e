/** Several errors as one text. Source: k8s.io/apimachinery/pkg/util/errors/errors.go. */

/** '' for none, the text itself for one, `[a, b]` for more; each text once. */
export function aggregate(texts: readonly string[]): string {
  const once = [...new Set(texts)];
  return once.length > 1 ? `[${once.join(', ')}]` : (once[0] ?? '');
}
