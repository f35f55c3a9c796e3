// PDF by pdf.js: pages as they were made, with search, zoom and the page in view.
import * as pdfjs from '/lib/pdfjs/pdf.min.mjs';

globalThis.pdfjsLib = pdfjs;
const { EventBus, PDFFindController, PDFLinkService, PDFViewer, FindState } = await import('/lib/pdfjs/web/pdf_viewer.mjs');
pdfjs.GlobalWorkerOptions.workerSrc = '/lib/pdfjs/pdf.worker.min.mjs';

function styles() {
  if (document.querySelector('link[data-pdf]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/lib/pdfjs/web/pdf_viewer.css';
  link.dataset.pdf = '';
  // Before our own, so that these win.
  document.head.prepend(link);
}

export async function showPdf({ reader, file, body, tools, place, moved }) {
  styles();
  const loading = pdfjs.getDocument({
    url: file.url,
    // Chinese files that embed no character map need these; all from our own origin.
    cMapUrl: '/lib/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/lib/pdfjs/standard_fonts/',
    wasmUrl: '/lib/pdfjs/wasm/',
    // The content security policy compiles nothing at run time.
    useWasm: false,
    enableXfa: false,
  });
  const pdf = await loading.promise;

  // Pages that the viewer has asked for: it notes each one that closing cuts off as an error.
  const asked = [];
  const getPage = pdf.getPage.bind(pdf);
  pdf.getPage = (page) => {
    const promise = getPage(page);
    asked.push(promise);
    return promise;
  };
  const container = document.createElement('div');
  container.className = 'pdf-container';
  container.tabIndex = 0;
  container.setAttribute('role', 'region');
  container.setAttribute('aria-label', file.title);
  const pages = document.createElement('div');
  pages.className = 'pdfViewer';
  container.append(pages);
  body.replaceChildren(container);

  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus, externalLinkTarget: 2, externalLinkRel: 'noopener noreferrer nofollow' });
  const findController = new PDFFindController({ eventBus, linkService });
  const viewer = new PDFViewer({ container, viewer: pages, eventBus, linkService, findController, removePageBorders: false, annotationEditorMode: -1, annotationMode: 1 });
  linkService.setViewer(viewer);

  const go = ({ place: at }) => {
    const page = Number.parseInt(/\d+/.exec(at ?? '')?.[0] ?? '', 10);
    if (page >= 1 && page <= pdf.numPages) viewer.currentPageNumber = page;
  };
  const ready = new Promise((done) => {
    eventBus.on('pagesinit', () => {
      viewer.currentScaleValue = 'page-width';
      if (place) go(place);
      done();
    });
  });
  viewer.setDocument(pdf);
  linkService.setDocument(pdf, null);
  await ready;

  const number = document.createElement('input');
  number.type = 'number';
  number.min = '1';
  number.max = String(pdf.numPages);
  number.value = String(viewer.currentPageNumber);
  number.className = 'form-control form-control-sm reader-page';
  number.setAttribute('aria-label', reader.words('Kindpage'));
  number.addEventListener('change', () => go({ place: number.value }));
  const total = document.createElement('span');
  total.textContent = `/ ${pdf.numPages}`;
  eventBus.on('pagechanging', () => {
    number.value = String(viewer.currentPageNumber);
    moved();
  });

  const search = document.createElement('input');
  search.type = 'search';
  search.className = 'form-control form-control-sm reader-search';
  search.placeholder = reader.words('Search');
  search.setAttribute('aria-label', reader.words('Search'));
  const count = document.createElement('span');
  count.className = 'reader-found';
  count.setAttribute('role', 'status');
  const find = (again, backwards) => eventBus.dispatch('find', {
    source: search, type: again ? 'again' : '', query: search.value, caseSensitive: false, entireWord: false, highlightAll: true, findPrevious: backwards, matchDiacritics: false,
  });
  search.addEventListener('input', () => find(false, false));
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      find(true, event.shiftKey);
    } else if (event.key === 'Escape' && search.value) {
      event.preventDefault();
      search.value = '';
      find(false, false);
    }
  });
  const tell = ({ matchesCount: { current, total: all } = {}, state }) => {
    count.textContent = search.value === '' ? '' : state === FindState.NOT_FOUND ? reader.words('NotFound') : all ? `${current}/${all}` : '';
  };
  eventBus.on('updatefindmatchescount', tell);
  eventBus.on('updatefindcontrolstate', tell);

  const zoom = (by) => { viewer.currentScale = Math.min(Math.max(viewer.currentScale * by, 0.3), 5); };
  tools.append(
    number, total,
    reader.button('−', reader.words('Smaller'), () => zoom(1 / 1.2)),
    reader.button('＋', reader.words('Larger'), () => zoom(1.2)),
    reader.button(reader.words('Fit'), reader.words('Fit'), () => { viewer.currentScaleValue = 'page-width'; }),
    search, count);

  if (place?.find) {
    search.value = place.find;
    find(false, false);
  }

  // The width changes with the split.
  let width = container.clientWidth;
  const resized = new ResizeObserver(() => {
    // While the pane is hidden there is nothing to fit.
    if (container.clientWidth === width || container.clientWidth === 0) return;
    width = container.clientWidth;
    if (viewer.currentScaleValue === 'page-width') viewer.currentScaleValue = 'page-width';
  });
  resized.observe(container);
  return {
    place: () => ({ kind: 'page', place: String(viewer.currentPageNumber) }),
    go,
    close: () => {
      resized.disconnect();
      viewer.setDocument(null);
      Promise.allSettled(asked).then(() => loading.destroy());
    },
  };
}
