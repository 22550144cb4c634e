/** The image of a container. Source: pkg/apis/core/validation/validation.go. */
import { type FieldError, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';

/** `path`: the container's. */
export function validateImageTrimmed(image = '', path: Path): FieldError[] {
  if (image === image.trim()) return [];
  return [invalid(path.child('image'), image, 'must not have leading or trailing whitespace')];
}
