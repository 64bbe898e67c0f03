using Postern.Core.Threads;

namespace Postern.Core.Notices;

/// <summary>A notice that is sent, with every id fixed: it belongs to no record.</summary>
public sealed record NoticePlan(Notice Notice, PostingPlan Posting);
