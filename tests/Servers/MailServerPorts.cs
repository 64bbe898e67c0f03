using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>Where the <see cref="MailServers"/> listen, all on 127.0.0.1.</summary>
public sealed record MailServerPorts
{
    private MailServerPorts(int[] ports)
    {
        (Imap, Imaps, Pop3, Pop3s, Lmtp, Sasl) = (ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
        (Mx, StrictMx, Submission, Submissions) = (ports[6], ports[7], ports[8], ports[9]);
        (SinkAccepts, SinkIsBusy, SinkRefusesRecipients, SinkRefusesData) = (
            ports[10],
            ports[11],
            ports[12],
            ports[13]
        );
        (SubmissionPlain, SubmissionLogin, NoNullSender) = (ports[14], ports[15], ports[16]);
    }

    /// <summary>IMAP with STARTTLS offered (143).</summary>
    public int Imap { get; }

    /// <summary>IMAP over TLS (993).</summary>
    public int Imaps { get; }

    /// <summary>POP3 with STLS offered (110).</summary>
    public int Pop3 { get; }

    /// <summary>POP3 over TLS (995).</summary>
    public int Pop3s { get; }

    /// <summary>Dovecot's door for Postfix's deliveries.</summary>
    public int Lmtp { get; }

    /// <summary>Dovecot's answers to Postfix about passwords and tokens.</summary>
    public int Sasl { get; }

    /// <summary>
    /// Takes mail from outside without authentication (25), and reports unknown users afterwards by a bounce.
    /// </summary>
    public int Mx { get; }

    /// <summary>
    /// Takes mail from outside, and refuses unknown users at RCPT with 550 5.1.1; knowing takes it a second.
    /// </summary>
    public int StrictMx { get; }

    /// <summary>Submission: STARTTLS and authentication required (587).</summary>
    public int Submission { get; }

    /// <summary>Submission over TLS, authentication required (465).</summary>
    public int Submissions { get; }

    /// <summary>Submission with STARTTLS that offers AUTH PLAIN only.</summary>
    public int SubmissionPlain { get; }

    /// <summary>Submission with STARTTLS that offers AUTH LOGIN only.</summary>
    public int SubmissionLogin { get; }

    /// <summary>Takes mail from outside, but none with the null sender.</summary>
    public int NoNullSender { get; }

    /// <summary>Takes every mail; see <see cref="MailServers.WaitForSunkMailAsync"/>.</summary>
    public int SinkAccepts { get; }

    /// <summary>Answers 450 4.2.1 to every RCPT.</summary>
    public int SinkIsBusy { get; }

    /// <summary>Answers 550 5.7.1 to every RCPT.</summary>
    public int SinkRefusesRecipients { get; }

    /// <summary>Answers 552 5.3.4 after the mail's last line.</summary>
    public int SinkRefusesData { get; }

    public static MailServerPorts Free() => new(FreePorts.Take(17));
}
