using System.Globalization;
using Yagura.Verbs;

// Machine text is invariant whatever the machine's locale; pages choose the reader's language themselves.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await AllVerbs.RunAsync(args);
