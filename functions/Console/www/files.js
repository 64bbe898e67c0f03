// Files of messages: saved on this machine, and read from it.

/** Saves bytes, or a blob, as a file. It is never opened as a page, whatever its name and type say. */
export function save(bytes, name) {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const anchor = Object.assign(document.createElement('a'), { href: address, download: name });
  anchor.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A chosen file as an attachment of a post: `{ name, type, content }`, in base64. */
export const attachment = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, type: file.type || undefined, content: reader.result.slice(reader.result.indexOf(',') + 1) });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** Bytes as text in UTF-8. */
export const text = (bytes) => new TextDecoder().decode(bytes);

/** A picture as an address that holds it. */
export const picture = (bytes, type) =>
  `data:${type};base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
