/** Comparing quantities. */
export { isFractional, quantityNanos } from '../../../apis/quantity.js';
