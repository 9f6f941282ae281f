package dev.coalmine.local.aws;

/** What an alarm takes missing points for; the API's TreatMissingData. */
enum AlarmMissingData {
  missing,
  ignore,
  breaching,
  notBreaching
}
