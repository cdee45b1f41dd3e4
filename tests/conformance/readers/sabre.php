<?php
// Reads a calendar on standard input with sabre/vobject; one event a line, as a JSON list.
error_reporting(E_ALL & ~E_DEPRECATED);
if (!@include '/usr/share/php/Sabre/VObject/autoload.php') {
    exit(3);
}

function moment_of($property)
{
    $moment = $property->getDateTime();
    if ((string) $property['VALUE'] === 'DATE') {
        return $moment->format('Y-m-d');
    }
    return $moment->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s\Z');
}

$calendar = Sabre\VObject\Reader::read(stream_get_contents(STDIN));
if (($argv[1] ?? '') === 'expand') {
    $calendar->expand(new DateTime('2020-01-01T00:00:00Z'), new DateTime('2036-01-01T00:00:00Z'));
}
foreach ($calendar->select('VEVENT') as $event) {
    echo json_encode([
        (string) $event->UID,
        moment_of($event->DTSTART),
        moment_of($event->DTEND),
        (string) $event->SUMMARY,
        (string) $event->STATUS,
        (string) $event->DESCRIPTION,
        (string) $event->LOCATION,
    ], JSON_UNESCAPED_UNICODE), "\n";
}
