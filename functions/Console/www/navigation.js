// The screens, as the navigation groups them. A screen is the file of its name in screens/, loaded when it is opened.
// `scope`: what a key must be for, where reading is not enough. `here`: whether this gateway has it.
const onDevhost = async () => {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname)) return false;
  const answer = await fetch('/dev/mails');
  // Only whether it is there: an answer that nobody reads would keep its connection.
  await answer.body?.cancel();
  return answer.ok;
};

export const groups = [
  { name: 'overview', screens: [{ name: 'home' }, { name: 'attention' }] },
  { name: 'mail', screens: [{ name: 'journal' }, { name: 'threads' }, { name: 'deliveries' }, { name: 'people' }] },
  {
    name: 'setup',
    screens: [
      { name: 'domains' },
      { name: 'outgoing' },
      { name: 'aliases' },
      { name: 'models' },
      { name: 'incoming' },
      { name: 'parameters' },
    ],
  },
  { name: 'tools', screens: [{ name: 'try' }, { name: 'caught', here: onDevhost }] },
  { name: 'access', screens: [{ name: 'keys', scope: 'admin' }, { name: 'audit', scope: 'admin' }] },
];

export const screens = groups.flatMap((group) => group.screens);

/** Which screen, with which segments and query, the fragment of the address names. */
export function route(fragment) {
  const [way, search] = fragment.replace(/^#?\/?/, '').split('?', 2);
  const [name, ...params] = way.split('/').filter(Boolean).map(decode);
  const known = screens.some((screen) => screen.name === name);
  return { name: known ? name : 'home', params: known ? params : [], query: Object.fromEntries(new URLSearchParams(search)) };
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
