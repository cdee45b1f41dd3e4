// Reads a calendar on standard input with ical.js; one event a line, as a JSON list.
let ICAL;
try {
  ICAL = require("ical.js");
} catch {
  process.exit(3);
}

const SINCE = "2020-01-01T00:00:00Z";
const UNTIL = "2036-01-01T00:00:00Z";
const moment = (time) =>
  time.isDate
    ? time.toString()
    : new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
const status = (item) => item.component.getFirstPropertyValue("status") || "";
const tell = (item, starts, ends) =>
  console.log(
    JSON.stringify([
      item.uid,
      moment(starts),
      moment(ends),
      item.summary,
      status(item),
      item.description || "",
      item.location || "",
    ]),
  );

const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const masters = new Set();
const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
for (const event of events) {
  if (!event.isRecurrenceException()) masters.add(event.uid);
}
for (const event of events) {
  if (process.argv[2] !== "expand") {
    tell(event, event.startDate, event.endDate);
  } else if (!event.isRecurring()) {
    const isTold = event.isRecurrenceException() && masters.has(event.uid);
    if (!isTold) tell(event, event.startDate, event.endDate);
  } else {
    const dates = event.iterator();
    for (let date = dates.next(); date && moment(date) < UNTIL; date = dates.next()) {
      const at = event.getOccurrenceDetails(date);
      if (moment(at.startDate) >= SINCE) tell(at.item, at.startDate, at.endDate);
    }
  }
}
