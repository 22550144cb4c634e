/** What is wrong with an expression, as an error of the field that holds it. Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go (convertCELErrorToValidationError). */
import { type FieldError, internalError, invalid } from '../apis/field/errors.js';
import { type Path } from '../apis/field/path.js';
import { type CompileError } from './environment.js';

export function fieldProblem(path: Path, expression: string, { failed, message }: CompileError): FieldError {
  return failed === 'compilation'
    ? invalid(path, expression, `compilation failed: ${message}`)
    : internalError(path, `program instantiation failed: ${message}`);
}
