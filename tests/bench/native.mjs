export async function native() { return undefined; }
