/** English of /determine: an official says who owns what was registered without an owner. */
export const determine = {
  title: "Enter an owner",
  lead: "For registrars: who owns land that was registered without an owner, as most of an earlier register is.",
  without: [
    "Use the command line with your key file: counterfoil tx new land.determine, tx sign, tx join and submit.",
  ],
  open: (share: string, title: string) =>
    `${share === "1" ? "All" : share} of title ${title} has no owner yet.`,
  nothing: (title: string) => `Every owner of title ${title} is determined.`,
  see: "See the title",
  noKey: (district: string) =>
    `This browser holds no key of a registrar for district ${district}. Take yours to the desk first.`,
  desk: "Desk",
  notYet:
    "Nothing changes yet. You sign first; those who are to be owners follow, each on their own device.",
} as const;
