// Images with zoom; audio and video with speed and time.

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((n) => String(n).padStart(2, '0'));
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${parts.join(':')}` : parts.join(':');
};

/** Seconds of "3:25" or "1:03:25"; null where it says no time. */
const seconds = (text) => /^\d+(:\d{1,2}){1,2}$/.test(text ?? '') ? text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) : null;

export async function showImage({ reader, file, body, tools }) {
  const image = new Image();
  image.src = file.url;
  image.alt = file.title;
  await image.decode();
  body.replaceChildren(image);
  let zoom = null;
  const set = (value) => {
    zoom = value === null ? null : Math.min(Math.max(value, 0.1), 8);
    image.style.maxWidth = zoom === null ? '100%' : 'none';
    image.style.width = zoom === null ? '' : `${Math.round(image.naturalWidth * zoom)}px`;
  };
  const now = () => zoom ?? image.clientWidth / image.naturalWidth;
  set(null);
  tools.append(
    reader.button('−', reader.words('Smaller'), () => set(now() / 1.25)),
    reader.button('＋', reader.words('Larger'), () => set(now() * 1.25)),
    reader.button(reader.words('Fit'), reader.words('Fit'), () => set(null)),
    reader.button('1:1', reader.words('Actual'), () => set(1)));
  return {};
}

export async function showMedia({ reader, file, body, tools, place, moved }) {
  const player = document.createElement(file.type.startsWith('audio/') ? 'audio' : 'video');
  player.controls = true;
  player.preload = 'metadata';
  player.src = file.url;
  player.setAttribute('aria-label', file.title);
  body.replaceChildren(player);
  const go = ({ place: at }) => {
    const time = seconds(at);
    if (time !== null) player.currentTime = time;
  };
  if (place) player.addEventListener('loadedmetadata', () => go(place), { once: true });
  player.addEventListener('error', () => reader.say1(reader.words('Failed')));
  let told = '';
  const tell = () => {
    if (clock(player.currentTime) === told) return;
    told = clock(player.currentTime);
    moved();
  };
  for (const event of ['timeupdate', 'seeked', 'pause']) player.addEventListener(event, tell);
  const label = document.createElement('label');
  label.className = 'reader-speed';
  const select = document.createElement('select');
  select.className = 'form-select form-select-sm';
  for (const speed of [0.75, 1, 1.25, 1.5, 2]) select.append(new Option(`${speed}×`, String(speed), speed === 1, speed === 1));
  select.addEventListener('change', () => { player.playbackRate = Number(select.value); });
  label.append(`${reader.words('Speed')} `, select);
  tools.append(
    label,
    reader.button('−10', reader.words('Back10'), () => { player.currentTime = Math.max(0, player.currentTime - 10); }),
    reader.button('+10', reader.words('On10'), () => { player.currentTime += 10; }));
  return { quotesPlace: true, place: () => ({ kind: 'time', place: clock(player.currentTime) }), go, close: () => player.pause() };
}
