namespace Postern.DevHost.Smtp;

/// <summary>Keeps the last mails in memory. Safe for concurrent use.</summary>
internal sealed class MailMemory(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<CaughtMail> _mails = new();

    public void Add(CaughtMail mail)
    {
        lock (_lock)
        {
            _mails.Enqueue(mail);
            if (_mails.Count > capacity)
            {
                _mails.Dequeue();
            }
        }
    }

    /// <summary>The mails, newest last.</summary>
    public IReadOnlyList<CaughtMail> List()
    {
        lock (_lock)
        {
            return [.. _mails];
        }
    }
}
