namespace Postern.Bench.EndToEnd;

/// <summary>A way in.</summary>
internal enum Way
{
    /// <summary><c>POST /api/inbound</c>.</summary>
    Http,

    /// <summary>The mail in a message on the queue <c>inbound-mail</c>.</summary>
    Queue,
}
