/** A colour as CSS writes it, `#rrggbb`, from the number that Discord gives. */
export function colorText(number) {
  return `#${(number & 0xffffff).toString(16).padStart(6, "0")}`;
}
