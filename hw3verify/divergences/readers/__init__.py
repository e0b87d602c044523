"""Laws of other libraries, read by class name and parameters. A reader is imported when such an object is first met,
and none imports the library: its objects come with it."""
