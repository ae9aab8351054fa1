/** Takes secrets out of a text that people or logs are going to see. */
export type Redact = (text: string) => string;

const urlWithPassword = /\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@'"`]*:[^\s@'"`]*@/gi;

/** Hides the URL, its password as written and as decoded, and the credentials of every other URL. The path of a SQLite file is no secret. */
export function redactorFor(url: string): Redact {
  const secrets = [...(url.startsWith('file:') ? [] : [url]), ...passwordsOf(url)].filter((secret) => secret.length >= 4);
  return (text) => {
    const hidden = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    return hidden.replace(urlWithPassword, '$1***@');
  };
}

function passwordsOf(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const { password, search, searchParams } = new URL(text);
  const options = ['password', 'sslpassword'].flatMap((name) => [
    searchParams.get(name) ?? '',
    new RegExp(`[?&]${name}=([^&]*)`).exec(search)?.[1] ?? '',
  ]);
  const written = [password, ...options];
  return [...written, ...written.map(decoded)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
