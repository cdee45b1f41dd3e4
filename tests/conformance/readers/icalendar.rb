# Reads a calendar on standard input with the icalendar gem; one event a line, as a JSON list.
require 'date'
require 'json'
require 'stringio'
require 'time'
begin
  require 'icalendar'
  require 'icalendar/tzinfo'
rescue LoadError
  exit 3
end

def moment(value)
  return value.strftime('%Y-%m-%d') if value.is_a?(Icalendar::Values::Date)

  value.to_time.utc.strftime('%Y-%m-%dT%H:%M:%SZ')
end

text = $stdin.read.force_encoding('UTF-8')
Icalendar::Calendar.parse(text).each do |calendar|
  calendar.events.each do |event|
    puts JSON.generate(
      [
        event.uid.to_s, moment(event.dtstart), moment(event.dtend), event.summary.to_s, event.status.to_s,
        event.recurrence_id ? moment(event.recurrence_id) : '',
        event.rrule.map(&:value_ical).join(' '),
        event.exdate.flatten.map { |day| moment(day) },
        event.description.to_s, event.location.to_s
      ]
    )
  end
end
