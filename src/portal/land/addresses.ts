const segment = encodeURIComponent;

export const titleAddress = (id: string): string => `/land/titles/${segment(id)}`;
export const factAddress = (key: string): string => `/explorer/facts/${key}`;
export const mapDataAddress = (level: string): string => `/land/map/${segment(level)}.json`;

type Asked = { readonly place?: string; readonly street?: string | null; readonly from?: number };

/** Of the list's page; the list has an anchor, so that turning a page does not begin above it. */
export function landAddress({ place, street = null, from = 0 }: Asked): string {
  const query = [
    ...(place === undefined ? [] : [`place=${segment(place)}`]),
    ...(street === null ? [] : [`street=${segment(street)}`]),
    ...(from === 0 ? [] : [`from=${from}`]),
  ].join("&");
  const anchor = street === null && from === 0 ? "" : "#list";
  return `/land${query === "" ? "" : `?${query}`}${anchor}`;
}
