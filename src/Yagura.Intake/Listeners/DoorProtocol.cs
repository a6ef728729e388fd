namespace Yagura.Intake.Listeners;

/// <summary>What is spoken at a listener.</summary>
public enum DoorProtocol
{
    /// <summary>Syslog over UDP.</summary>
    SyslogUdp = 0,

    /// <summary>Syslog over TCP, newline and octet counting.</summary>
    SyslogTcp = 1,

    /// <summary>RELP.</summary>
    Relp = 2,
}
